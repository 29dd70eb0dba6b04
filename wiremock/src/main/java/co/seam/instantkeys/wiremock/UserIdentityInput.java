package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.UserIdentity;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fields of a user identity in a request. Each sets a value, removes it by null, or leaves it unchanged if absent. */
final class UserIdentityInput {
    private final Input input;
    private final @Nullable String key;
    private final @Nullable String fullName;
    private final @Nullable String emailAddress;
    private final @Nullable String phoneNumber;

    /** @param normalizes whether addresses and numbers are stored in a form of the server's own */
    UserIdentityInput(Input input, boolean normalizes) {
        this.input = input;
        key = input.optional("user_identity_key").nullable().nonEmpty();
        fullName = input.optional("full_name").nullable().nonEmpty();
        Field email = input.optional("email_address").nullable();
        Field phone = input.optional("phone_number").nullable();
        emailAddress = normalizes ? email.normalizedEmail() : email.email();
        phoneNumber = normalizes ? phone.normalizedPhone() : phone.phone();
    }

    UserIdentity applyTo(UserIdentity userIdentity) {
        UserIdentity.Builder changed = userIdentity.toBuilder();
        if (input.has("user_identity_key")) {
            changed = key == null ? changed.userIdentityKeyNull() : changed.userIdentityKey(key);
        }
        if (input.has("full_name")) {
            changed = fullName == null ? changed.fullNameNull() : changed.fullName(fullName);
        }
        if (input.has("email_address")) {
            changed = emailAddress == null ? changed.emailAddressNull() : changed.emailAddress(emailAddress);
        }
        if (input.has("phone_number")) {
            changed = phoneNumber == null ? changed.phoneNumberNull() : changed.phoneNumber(phoneNumber);
        }
        return changed.displayName(displayName(changed.build())).build();
    }

    private static String displayName(UserIdentity userIdentity) {
        return Stream.of(
                        userIdentity.getFullName(),
                        userIdentity.getEmailAddress(),
                        userIdentity.getPhoneNumber(),
                        userIdentity.getUserIdentityKey())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(userIdentity.getUserIdentityId());
    }
}
