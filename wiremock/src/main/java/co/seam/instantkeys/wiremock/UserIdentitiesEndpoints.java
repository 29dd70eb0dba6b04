package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.UserIdentitiesResponse;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.generated.model.UserIdentityResponse;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /user_identities}. */
final class UserIdentitiesEndpoints {
    private static final int MOST_MERGED_AT_ONCE = 20;

    private final Workspace workspace;

    UserIdentitiesEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object create(Input input) {
        UserIdentity person = read(input);
        List<String> acsSystemIds = input.optional("acs_system_ids").each(Field::uuid);
        input.check();
        if (acsSystemIds != null) {
            acsSystemIds.forEach(workspace::acsSystem);
            person = person.toBuilder()
                    .acsUserIds(acsSystemIds.stream()
                            .distinct()
                            .map(system -> workspace.ids.uuid())
                            .collect(Collectors.toList()))
                    .build();
        }
        requireUnique(person);
        workspace.add(person);
        return answer(person);
    }

    Object get(Input input) {
        String id = input.optional("user_identity_id").uuid();
        String key = input.optional("user_identity_key").nonEmpty();
        input.exactlyOneOf("the person", "user_identity_id", "user_identity_key");
        input.check();
        UserIdentityState person = key == null ? workspace.person(id) : workspace.personByKey(key);
        return answer(person.shown);
    }

    private static Object answer(UserIdentity person) {
        return UserIdentityResponse.builder().userIdentity(person).ok(true).build();
    }

    Object list(Input input) {
        List<String> filter = input.optional("user_identity_ids").each(Field::uuid);
        Instant createdBefore = input.optional("created_before").instant();
        SearchFilter search = new SearchFilter(input);
        // the hotel has no credential manager: this matches nothing
        String credentialManagerId =
                input.optional("credential_manager_acs_system_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();
        List<String> ids = filter == null
                ? null
                : filter.stream().map(workspace::primaryOf).collect(Collectors.toList());

        List<UserIdentityState> matching = workspace.people.values().stream()
                .filter(person -> credentialManagerId == null)
                .filter(person -> ids == null || ids.contains(person.id()))
                .filter(person ->
                        createdBefore == null || person.shown.getCreatedAt().isBefore(createdBefore))
                .filter(person -> search.finds(
                        person.shown.getFullName(),
                        person.shown.getPhoneNumber(),
                        person.shown.getEmailAddress(),
                        person.id()))
                .collect(Collectors.toList());
        Paging.Page<UserIdentityState> page = paging.cut(matching, person -> person.number);
        return UserIdentitiesResponse.builder()
                .userIdentities(page.items.stream().map(person -> person.shown).collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    Object update(Input input) {
        String id = input.required("user_identity_id").uuid();
        UserIdentityInput details = new UserIdentityInput(input);
        input.check();
        UserIdentityState person = workspace.person(id);
        UserIdentity changed = details.onto(person.shown);
        requireUnique(changed);
        person.shown = changed;
        return done();
    }

    /** With all that was made for the person. */
    Object delete(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        input.check();
        workspace.remove(workspace.person(userIdentityId));
        return done();
    }

    Object generateInstantKey(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        input.optional("max_use_count").count(); // kept nowhere: the API shows it nowhere
        String customizationProfileId =
                input.optional("customization_profile_id").uuid();
        input.check();
        String id = workspace.person(userIdentityId).id();
        return InstantKeyResponse.builder()
                .instantKey(workspace.issueKey(id, customizationProfileId))
                .ok(true)
                .build();
    }

    /** Whoever was merged already leads to the one who stays, so that a repeat finds nothing to do. */
    Object merge(Input input) {
        boolean byId = input.has("user_identity_id") || input.has("merged_user_identity_ids");
        boolean byKey = input.has("user_identity_key") || input.has("merged_user_identity_keys");
        if (byId == byKey) {
            input.reject("Name all people by id, or all by key");
        }
        String id = (byId ? input.required("user_identity_id") : input.optional("user_identity_id")).uuid();
        String key = (byKey ? input.required("user_identity_key") : input.optional("user_identity_key")).nonEmpty();
        List<String> ids = merged(input, "merged_user_identity_ids", byId).each(Field::uuid);
        List<String> keys = merged(input, "merged_user_identity_keys", byKey).each(Field::nonEmpty);
        input.check();

        UserIdentityState stays = byId ? workspace.person(id) : workspace.personByKey(key);
        List<UserIdentityState> others = byId ? each(ids, workspace::person) : each(keys, workspace::personByKey);
        others.stream().distinct().filter(other -> other != stays).forEach(other -> workspace.merge(other, stays));
        return done();
    }

    private static Field merged(Input input, String name, boolean required) {
        return (required ? input.required(name) : input.optional(name)).ofSize(1, MOST_MERGED_AT_ONCE);
    }

    private static List<UserIdentityState> each(
            @Nullable List<String> names, Function<String, UserIdentityState> find) {
        return names == null ? List.of() : names.stream().map(find).collect(Collectors.toList());
    }

    private static Object done() {
        return OkResponse.builder().ok(true).build();
    }

    /** A person as the request describes it, here or inside a grant; not yet part of the workspace. */
    UserIdentity read(Input input) {
        String id = workspace.ids.uuid();
        UserIdentity nobody = UserIdentity.builder()
                .userIdentityId(id)
                .workspaceId(workspace.id)
                .displayName(id)
                .createdAt(workspace.now())
                .userIdentityKeyNull()
                .fullNameNull()
                .emailAddressNull()
                .phoneNumberNull()
                .acsUserIds(List.of())
                .mergedUserIdentityIds(List.of())
                .mergedUserIdentityKeys(List.of())
                .errors(List.of())
                .warnings(List.of())
                .build();
        return new UserIdentityInput(input).onto(nobody);
    }

    /** The keys of people who were merged stay taken, since lookups by them still lead somewhere. */
    void requireUnique(UserIdentity person) {
        requireUnique("user_identity_key", person, other -> Workspace.isKeyOf(other, person.getUserIdentityKey()));
        requireUnique("email_address", person, other -> same(person, other, UserIdentity::getEmailAddress));
        requireUnique("phone_number", person, other -> same(person, other, UserIdentity::getPhoneNumber));
    }

    private void requireUnique(String parameter, UserIdentity person, Predicate<UserIdentity> isTakenBy) {
        if (workspace.people.values().stream()
                .filter(other -> !other.id().equals(person.getUserIdentityId()))
                .anyMatch(other -> isTakenBy.test(other.shown))) {
            throw ApiError.taken(parameter);
        }
    }

    private static boolean same(
            UserIdentity person, UserIdentity other, Function<UserIdentity, @Nullable String> property) {
        String value = property.apply(person);
        return value != null && value.equals(property.apply(other));
    }
}
