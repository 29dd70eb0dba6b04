package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.UserIdentitiesResponse;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.generated.model.UserIdentityResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /user_identities}. */
final class UserIdentities {
    private final Workspace workspace;

    UserIdentities(Workspace workspace) {
        this.workspace = workspace;
    }

    Object create(Input input) {
        UserIdentity person = read(input);
        List<String> acsSystemIds = input.optional("acs_system_ids").each(Field::uuid);
        input.check();
        if (acsSystemIds != null) {
            for (String acsSystemId : acsSystemIds) {
                if (!acsSystemId.equals(workspace.hotel.acsSystemId)) {
                    throw Refusal.notFound("acs_system", "acs_system_id", acsSystemId);
                }
            }
            person = person.toBuilder()
                    .acsUserIds(acsSystemIds.stream()
                            .distinct()
                            .map(system -> Workspace.newId())
                            .collect(Collectors.toList()))
                    .build();
        }
        requireUnique(person);
        workspace.remember(person);
        return UserIdentityResponse.builder().userIdentity(person).ok(true).build();
    }

    Object get(Input input) {
        UserIdentity person = one(input, "user_identity_id", "user_identity_key");
        return UserIdentityResponse.builder().userIdentity(person).ok(true).build();
    }

    Object list(Input input) {
        List<String> ids = input.optional("user_identity_ids").each(Field::uuid);
        String search = input.optional("search").nonEmpty();
        Instant createdBefore = input.optional("created_before").instant();
        // no system of the sandbox manages credentials: matches nothing
        String credentialManager =
                input.optional("credential_manager_acs_system_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();

        List<UserIdentity> matching = workspace.userIdentities.values().stream()
                .filter(person -> credentialManager == null)
                .filter(person -> ids == null || ids.contains(person.getUserIdentityId()))
                .filter(person -> createdBefore == null || person.getCreatedAt().isBefore(createdBefore))
                .filter(person -> search == null || matches(person, search.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toList());
        Paging.Page<UserIdentity> page = paging.cut(matching, workspace::number);
        return UserIdentitiesResponse.builder()
                .userIdentities(page.items)
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    private static boolean matches(UserIdentity person, String search) {
        return Stream.of(
                        person.getFullName(),
                        person.getPhoneNumber(),
                        person.getEmailAddress(),
                        person.getUserIdentityId())
                .filter(Objects::nonNull)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(search));
    }

    /** A field that is absent stays, one that is null is emptied. */
    Object update(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        String key = input.optional("user_identity_key").orNull().nonEmpty();
        String fullName = input.optional("full_name").orNull().nonEmpty();
        String emailAddress = input.optional("email_address").orNull().email();
        String phoneNumber = input.optional("phone_number").orNull().phone();
        input.check();
        UserIdentity before = workspace.userIdentity(userIdentityId);
        UserIdentity.Builder person = before.toBuilder();
        if (input.has("user_identity_key")) {
            person = key == null ? person.userIdentityKeyNull() : person.userIdentityKey(key);
        }
        if (input.has("full_name")) {
            person = fullName == null ? person.fullNameNull() : person.fullName(fullName);
        }
        if (input.has("email_address")) {
            person = emailAddress == null ? person.emailAddressNull() : person.emailAddress(emailAddress);
        }
        if (input.has("phone_number")) {
            person = phoneNumber == null ? person.phoneNumberNull() : person.phoneNumber(phoneNumber);
        }
        UserIdentity after = named(person.build());
        requireUnique(after);
        workspace.userIdentities.put(after.getUserIdentityId(), after);
        return OkResponse.builder().ok(true).build();
    }

    Object merge(Input input) {
        boolean byId = input.has("user_identity_id");
        String id = input.optional("user_identity_id").uuid();
        String key = input.optional("user_identity_key").nonEmpty();
        List<String> ids = input.optional("merged_user_identity_ids").each(Field::uuid);
        List<String> keys = input.optional("merged_user_identity_keys").each(Field::nonEmpty);
        if (byId == input.has("user_identity_key")
                || byId != input.has("merged_user_identity_ids")
                || byId == input.has("merged_user_identity_keys")) {
            input.refuse("Send user_identity_id with merged_user_identity_ids, or user_identity_key with"
                    + " merged_user_identity_keys");
        }
        List<String> others = byId ? ids : keys;
        if (others != null && (others.isEmpty() || others.size() > 20)) {
            input.optional(byId ? "merged_user_identity_ids" : "merged_user_identity_keys")
                    .refuse("Must hold 1 to 20");
        }
        input.check();
        String primary = (byId ? workspace.userIdentity(id) : workspace.userIdentityByKey(key)).getUserIdentityId();
        List<UserIdentity> merged = others.stream()
                .map(other -> byId ? workspace.userIdentity(other) : workspace.userIdentityByKey(other))
                .collect(Collectors.toList());
        for (UserIdentity other : merged) {
            // one who was merged before leads to the primary: to merge again changes nothing
            if (!other.getUserIdentityId().equals(primary)
                    && workspace.userIdentities.containsKey(other.getUserIdentityId())) {
                workspace.merge(primary, other);
            }
        }
        return OkResponse.builder().ok(true).build();
    }

    Object delete(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        input.check();
        workspace.forget(workspace.userIdentity(userIdentityId));
        return OkResponse.builder().ok(true).build();
    }

    private UserIdentity one(Input input, String idName, String keyName) {
        String id = input.optional(idName).uuid();
        String key = input.optional(keyName).nonEmpty();
        input.requireOneOf(idName, keyName);
        input.check();
        return id != null ? workspace.userIdentity(id) : workspace.userIdentityByKey(key);
    }

    Object generateInstantKey(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        input.optional("max_use_count").count(); // kept nowhere: the API shows it nowhere
        String customizationProfileId =
                input.optional("customization_profile_id").uuid();
        input.check();
        String id = workspace.userIdentity(userIdentityId).getUserIdentityId();
        return InstantKeyResponse.builder()
                .instantKey(workspace.issueKey(id, customizationProfileId))
                .ok(true)
                .build();
    }

    /** A person as the request describes it, here or inside a grant; not yet part of the workspace. */
    UserIdentity read(Input input) {
        String key = input.optional("user_identity_key").orNull().nonEmpty();
        String fullName = input.optional("full_name").orNull().nonEmpty();
        String emailAddress = input.optional("email_address").orNull().email();
        String phoneNumber = input.optional("phone_number").orNull().phone();
        String id = Workspace.newId();
        UserIdentity.Builder person = UserIdentity.builder()
                .userIdentityId(id)
                .workspaceId(workspace.id)
                .displayName(id)
                .createdAt(workspace.now())
                .acsUserIds(List.of())
                .mergedUserIdentityIds(List.of())
                .mergedUserIdentityKeys(List.of())
                .errors(List.of())
                .warnings(List.of());
        person = key == null ? person.userIdentityKeyNull() : person.userIdentityKey(key);
        person = fullName == null ? person.fullNameNull() : person.fullName(fullName);
        person = emailAddress == null ? person.emailAddressNull() : person.emailAddress(emailAddress);
        person = phoneNumber == null ? person.phoneNumberNull() : person.phoneNumber(phoneNumber);
        return named(person.build());
    }

    /** By the first that is set. */
    private static UserIdentity named(UserIdentity person) {
        String name = Stream.of(
                        person.getFullName(),
                        person.getEmailAddress(),
                        person.getPhoneNumber(),
                        person.getUserIdentityKey())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(person.getUserIdentityId());
        return person.toBuilder().displayName(name).build();
    }

    void requireUnique(UserIdentity person) {
        requireUnique("user_identity_key", person, UserIdentity::getUserIdentityKey);
        requireUnique("email_address", person, UserIdentity::getEmailAddress);
        requireUnique("phone_number", person, UserIdentity::getPhoneNumber);
    }

    private void requireUnique(
            String parameter, UserIdentity person, Function<UserIdentity, @Nullable String> property) {
        String value = property.apply(person);
        if (value != null
                && workspace.userIdentities.values().stream()
                        .filter(other -> !other.getUserIdentityId().equals(person.getUserIdentityId()))
                        .map(property)
                        .anyMatch(value::equals)) {
            throw Refusal.taken(parameter);
        }
    }
}
