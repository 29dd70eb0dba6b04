package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ListUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the user identity of a guest whose request does not name its id. Sends reads only. */
final class StayGuests {
    private final UserIdentities userIdentities;

    StayGuests(UserIdentities userIdentities) {
        this.userIdentities = userIdentities;
    }

    /**
     * Returns the id of the guest of a request; null if the guest is created with the grant.
     *
     * @throws SeamNotFoundException if the guest has to exist and does not
     */
    @Nullable
    String find(StayRequest request) {
        if (request.userIdentityKey() != null) {
            return userIdentities.getByKey(request.userIdentityKey()).getUserIdentityId();
        }
        NewUserIdentity guest = request.newUser();
        if (guest == null) {
            return request.userIdentityId();
        }
        String byKey = guest.getUserIdentityKey() == null ? null : findByKey(guest.getUserIdentityKey());
        if (byKey != null || !request.isGuestReusedByEmail()) {
            return byKey;
        }
        UserIdentity byEmail = findByEmail(guest);
        return byEmail == null ? null : byEmail.getUserIdentityId();
    }

    /** @throws SeamConflictException if another user identity has the e-mail address or phone number of a new guest */
    void checkContacts(StayRequest request) {
        UserIdentity other = request.newUser() == null ? null : findByContact(request.newUser());
        if (other != null) {
            throw conflict(other);
        }
    }

    /**
     * Returns the id of an existing user identity that is the new guest: it has the guest's e-mail address or phone
     * number, and everything else that the request states.
     *
     * @return null if nobody has the e-mail address or phone number
     * @throws SeamConflictException if another user identity has one of them
     */
    @Nullable
    String findSame(NewUserIdentity guest) {
        UserIdentity other = findByContact(guest);
        if (other == null) {
            return null;
        }
        if (!GrantMatcher.isSameUserIdentity(guest, other)) {
            throw conflict(other);
        }
        return other.getUserIdentityId();
    }

    private static SeamConflictException conflict(UserIdentity other) {
        return SeamConflictException.withUserIdentity(
                GrantsByKey.CREATE,
                other.getUserIdentityId(),
                "the e-mail address or phone number of newUser belongs to user identity "
                        + SecretRedactor.quote(other.getUserIdentityId())
                        + ": if that is the guest, set its userIdentityId, or reuseGuestByEmail()");
    }

    /**
     * Returns the user identity with the e-mail address or, failing that, the phone number of a new guest; null if
     * none.
     */
    private @Nullable UserIdentity findByContact(NewUserIdentity guest) {
        UserIdentity byEmail = findByEmail(guest);
        String phone = guest.getPhoneNumber();
        return byEmail != null || phone == null
                ? byEmail
                : search(
                        searchable(phone),
                        found -> found.getPhoneNumber() != null
                                && GrantMatcher.isSamePhone(phone, found.getPhoneNumber()));
    }

    /** Returns the digits that a stored phone number contains, whatever form the server gives it. */
    private static String searchable(String phoneNumber) {
        String digits = GrantMatcher.digits(phoneNumber);
        return digits.isEmpty()
                ? phoneNumber
                : digits.substring(Math.max(0, digits.length() - GrantMatcher.NATIONAL_DIGITS));
    }

    private @Nullable String findByKey(String key) {
        try {
            return userIdentities.getByKey(key).getUserIdentityId();
        } catch (SeamNotFoundException e) {
            return null;
        }
    }

    private @Nullable UserIdentity findByEmail(NewUserIdentity guest) {
        String email = guest.getEmailAddress();
        return email == null
                ? null
                : search(
                        email,
                        found -> found.getEmailAddress() != null
                                && GrantMatcher.isSameEmail(email, found.getEmailAddress()));
    }

    private @Nullable UserIdentity search(String text, Predicate<UserIdentity> isSame) {
        return userIdentities
                .list(ListUserIdentitiesRequest.builder().search(text).build())
                .stream()
                .filter(isSame)
                .findFirst()
                .orElse(null);
    }
}
