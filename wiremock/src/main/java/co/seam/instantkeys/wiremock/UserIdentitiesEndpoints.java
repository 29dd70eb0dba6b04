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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /user_identities}. */
final class UserIdentitiesEndpoints {
    private static final int MAX_MERGED = 20;

    private final Workspace workspace;

    UserIdentitiesEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object create(Input input) {
        UserIdentity userIdentity = read(input);
        List<String> acsSystemIds = input.optional("acs_system_ids").each(Field::uuid);
        input.check();
        if (acsSystemIds != null) {
            acsSystemIds.forEach(workspace::acsSystem);
            userIdentity = userIdentity.toBuilder()
                    .acsUserIds(acsSystemIds.stream()
                            .distinct()
                            .map(system -> workspace.ids.uuid())
                            .collect(Collectors.toList()))
                    .build();
        }
        requireUnique(userIdentity);
        workspace.add(userIdentity);
        return response(userIdentity);
    }

    Object get(Input input) {
        String id = input.optional("user_identity_id").uuid();
        String key = input.optional("user_identity_key").nonEmpty();
        input.exactlyOneOf("the person", "user_identity_id", "user_identity_key");
        input.check();
        UserIdentityState userIdentity = key == null ? workspace.userIdentity(id) : workspace.userIdentityByKey(key);
        return response(userIdentity.toModel());
    }

    private static Object response(UserIdentity userIdentity) {
        return UserIdentityResponse.builder()
                .userIdentity(userIdentity)
                .ok(true)
                .build();
    }

    Object list(Input input) {
        List<String> filter = input.optional("user_identity_ids").each(Field::uuid);
        Instant createdBefore = input.optional("created_before").instant();
        SearchFilter search = new SearchFilter(input);
        // the sandbox has no credential manager: such a filter matches nothing
        String credentialManagerId =
                input.optional("credential_manager_acs_system_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();
        List<String> ids = filter == null
                ? null
                : filter.stream().map(workspace::primaryOf).collect(Collectors.toList());

        List<UserIdentityState> matching = workspace.userIdentities.values().stream()
                .filter(userIdentity -> credentialManagerId == null)
                .filter(userIdentity -> ids == null || ids.contains(userIdentity.id()))
                .filter(userIdentity -> createdBefore == null
                        || userIdentity.base.getCreatedAt().isBefore(createdBefore))
                .filter(userIdentity -> search.matches(
                        userIdentity.base.getFullName(),
                        userIdentity.base.getPhoneNumber(),
                        userIdentity.base.getEmailAddress(),
                        userIdentity.id()))
                .collect(Collectors.toList());
        Paging.Page<UserIdentityState> page = paging.page(matching, userIdentity -> userIdentity.number);
        return UserIdentitiesResponse.builder()
                .userIdentities(
                        page.items.stream().map(UserIdentityState::toModel).collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    Object update(Input input) {
        String id = input.required("user_identity_id").uuid();
        UserIdentityInput details = readDetails(input);
        input.check();
        UserIdentityState userIdentity = workspace.userIdentity(id).requireNotBeingDeleted();
        UserIdentity changed = details.applyTo(userIdentity.base);
        requireUnique(changed);
        userIdentity.base = changed;
        workspace.settle(); // a key that lacked an address or number may be issued now
        return ok();
    }

    /** Also deletes the grants and keys of the user identity. */
    Object delete(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        input.check();
        workspace.deletions.delete(workspace.userIdentity(userIdentityId));
        return ok();
    }

    Object generateInstantKey(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        Integer maxUses = input.optional("max_use_count").count();
        String customizationProfileId =
                input.optional("customization_profile_id").uuid();
        input.check();
        String id =
                workspace.userIdentity(userIdentityId).requireNotBeingDeleted().id();
        return InstantKeyResponse.builder()
                .instantKey(workspace.issueKey(id, customizationProfileId, maxUses == null ? 1 : maxUses, false))
                .ok(true)
                .build();
    }

    /** Ids and keys of earlier merges resolve to the primary user identity, so that a repeat changes nothing. */
    Object merge(Input input) {
        boolean byId = input.has("user_identity_id") || input.has("merged_user_identity_ids");
        boolean byKey = input.has("user_identity_key") || input.has("merged_user_identity_keys");
        if (byId == byKey) {
            input.addProblem("Name all people by id, or all by key");
        }
        String id = (byId ? input.required("user_identity_id") : input.optional("user_identity_id")).uuid();
        String key = (byKey ? input.required("user_identity_key") : input.optional("user_identity_key")).nonEmpty();
        List<String> ids = mergedField(input, "merged_user_identity_ids", byId).each(Field::uuid);
        List<String> keys =
                mergedField(input, "merged_user_identity_keys", byKey).each(Field::nonEmpty);
        input.check();

        UserIdentityState primary = byId ? workspace.userIdentity(id) : workspace.userIdentityByKey(key);
        List<UserIdentityState> others =
                byId ? findAll(ids, workspace::userIdentity) : findAll(keys, workspace::userIdentityByKey);
        Stream.concat(Stream.of(primary), others.stream()).forEach(UserIdentityState::requireNotBeingDeleted);
        others.stream().distinct().filter(other -> other != primary).forEach(other -> workspace.merge(other, primary));
        return ok();
    }

    private static Field mergedField(Input input, String name, boolean required) {
        return (required ? input.required(name) : input.optional(name)).ofSize(1, MAX_MERGED);
    }

    private static List<UserIdentityState> findAll(
            @Nullable List<String> names, Function<String, UserIdentityState> find) {
        return names == null ? List.of() : names.stream().map(find).collect(Collectors.toList());
    }

    private static Object ok() {
        return OkResponse.builder().ok(true).build();
    }

    /** Reads a new user identity, on its own or nested in a grant. It is not yet part of the workspace. */
    UserIdentity read(Input input) {
        return readDetails(input).applyTo(blank(workspace.ids.uuid(), workspace.id, workspace.now()));
    }

    static UserIdentity blank(String id, String workspaceId, Instant createdAt) {
        return UserIdentity.builder()
                .userIdentityId(id)
                .workspaceId(workspaceId)
                .displayName(id)
                .createdAt(createdAt)
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
    }

    private UserIdentityInput readDetails(Input input) {
        return new UserIdentityInput(input, workspace.behavior().normalizesContacts);
    }

    /** Keys of merged user identities stay in use, since lookups by them still find the primary one. */
    void requireUnique(UserIdentity userIdentity) {
        requireUnique(
                "user_identity_key",
                userIdentity,
                other -> Workspace.isKeyOf(other, userIdentity.getUserIdentityKey()));
        requireUnique(
                "email_address", userIdentity, other -> haveSame(userIdentity, other, UserIdentity::getEmailAddress));
        requireUnique(
                "phone_number", userIdentity, other -> haveSame(userIdentity, other, UserIdentity::getPhoneNumber));
    }

    private void requireUnique(String parameter, UserIdentity userIdentity, Predicate<UserIdentity> isUsedBy) {
        if (workspace.userIdentities.values().stream()
                .filter(other -> !other.id().equals(userIdentity.getUserIdentityId()))
                .anyMatch(other -> isUsedBy.test(other.base))) {
            throw ApiError.alreadyExists(parameter);
        }
    }

    private static boolean haveSame(
            UserIdentity userIdentity, UserIdentity other, Function<UserIdentity, @Nullable String> property) {
        String value = property.apply(userIdentity);
        return value != null && value.equals(property.apply(other));
    }
}
