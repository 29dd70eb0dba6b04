package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.generated.model.UserIdentityResponse;
import java.util.List;
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
        workspace.userIdentities.put(person.getUserIdentityId(), person);
        return UserIdentityResponse.builder().userIdentity(person).ok(true).build();
    }

    /** With all that was made for the person. */
    Object delete(Input input) {
        String userIdentityId = input.required("user_identity_id").uuid();
        input.check();
        String id = workspace.userIdentity(userIdentityId).getUserIdentityId();
        workspace.userIdentities.remove(id);
        workspace.accessGrants.values().removeIf(grant -> id.equals(grant.shown.getUserIdentityId()));
        workspace.instantKeys.values().removeIf(key -> id.equals(key.getUserIdentityId()));
        return OkResponse.builder().ok(true).build();
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
                .displayName(Stream.of(fullName, emailAddress, phoneNumber, key)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(id))
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
        return person.build();
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
                && workspace.userIdentities.values().stream().map(property).anyMatch(value::equals)) {
            throw Refusal.taken(parameter);
        }
    }
}
