package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The request for a stay: your key for it, guest, entrances or spaces, and times. For {@link Stays}. Immutable. */
public final class StayRequest {
    /** The request for the grant, without the user identity. */
    private final CreateAccessGrantRequest grant;

    private final @Nullable String userIdentityId;
    private final @Nullable String userIdentityKey;
    private final @Nullable NewUserIdentity newUser;
    private final boolean guestReusedByEmail;

    private StayRequest(Builder builder, CreateAccessGrantRequest grant) {
        this.grant = grant;
        guestReusedByEmail = builder.guestReusedByEmail;
        userIdentityId = builder.userIdentityId;
        userIdentityKey = builder.userIdentityKey;
        newUser = builder.newUser;
    }

    public static Builder builder() {
        return new Builder();
    }

    CreateAccessGrantRequest grant() {
        return grant;
    }

    /** Returns the request for the grant of an existing guest or, without an id, of the new one. */
    CreateAccessGrantRequest grantFor(@Nullable String guestId) {
        return guestId == null
                ? grant.toBuilder()
                        .userIdentity(Objects.requireNonNull(newUser, "no guest"))
                        .build()
                : grant.toBuilder().userIdentityId(guestId).build();
    }

    String accessGrantKey() {
        return Objects.requireNonNull(grant.getAccessGrantKey(), "no key");
    }

    boolean isGuestReusedByEmail() {
        return guestReusedByEmail;
    }

    /** Returns whether the guest has to be looked up. */
    boolean needsGuestLookup() {
        return userIdentityKey != null
                || (newUser != null && (newUser.getUserIdentityKey() != null || guestReusedByEmail));
    }

    @Nullable
    String userIdentityId() {
        return userIdentityId;
    }

    @Nullable
    String userIdentityKey() {
        return userIdentityKey;
    }

    @Nullable
    NewUserIdentity newUser() {
        return newUser;
    }

    @Override
    public String toString() {
        return "StayRequest{userIdentityId=" + userIdentityId + ", userIdentityKey=" + userIdentityKey + ", newUser="
                + newUser + ", grant=" + grant + "}";
    }

    /**
     * Requires an access grant key, a guest, at least one entrance or space, a start, and an end or {@link #noEnd()}.
     * Not thread-safe.
     */
    public static final class Builder {
        private final CreateAccessGrantRequest.Builder grant = CreateAccessGrantRequest.builder();
        private @Nullable String userIdentityId;
        private @Nullable String userIdentityKey;
        private @Nullable NewUserIdentity newUser;
        private @Nullable List<NewAccessMethod> accessMethods;
        private @Nullable Integer useCount;
        private boolean endDecided;
        private boolean guestReusedByEmail;

        private Builder() {}

        /** Sets an existing guest by id. */
        public Builder userIdentityId(String userIdentityId) {
            this.userIdentityId = Checks.notBlank("userIdentityId", userIdentityId);
            return this;
        }

        /** Sets an existing guest by your own key, which takes one lookup. */
        public Builder userIdentityKey(String userIdentityKey) {
            this.userIdentityKey = Checks.notBlank("userIdentityKey", userIdentityKey);
            return this;
        }

        /**
         * Sets a guest to create together with the grant, in the same request. If a guest with the same
         * {@code user_identity_key} exists, that guest is used, unchanged.
         */
        public Builder newUser(NewUserIdentity newUser) {
            this.newUser = Objects.requireNonNull(newUser, "newUser is null");
            return this;
        }

        /**
         * Uses, unchanged, the guest who has the e-mail address of {@link #newUser}, if there is one: that guest then
         * gets the link. Without this, such a guest is a {@link SeamConflictException}. Costs one lookup.
         */
        public Builder reuseGuestByEmail() {
            this.guestReusedByEmail = true;
            return this;
        }

        /**
         * Sets the entrances to open. Entrances that are reported as not unlockable with a mobile key are rejected
         * before anything is written.
         */
        public Builder acsEntranceIds(List<String> acsEntranceIds) {
            grant.acsEntranceIds(acsEntranceIds);
            return this;
        }

        /** Sets the spaces to open. Their entrances are not checked. */
        public Builder spaceIds(List<String> spaceIds) {
            grant.spaceIds(spaceIds);
            return this;
        }

        /** Sets the spaces to open, by your own keys. Costs one lookup for each. Their entrances are not checked. */
        public Builder spaceKeys(List<String> spaceKeys) {
            grant.spaceKeys(spaceKeys);
            return this;
        }

        /** Sets when access starts. */
        public Builder startsAt(Instant startsAt) {
            grant.startsAt(startsAt);
            return this;
        }

        /** Sets when access ends. For access without an end, call {@link #noEnd()} instead. */
        public Builder endsAt(Instant endsAt) {
            grant.endsAt(endsAt);
            endDecided = true;
            return this;
        }

        /** Lets access go on until the grant is changed or deleted. */
        public Builder noEnd() {
            grant.endsAtNull();
            endDecided = true;
            return this;
        }

        /**
         * Sets your own key for the stay, unique in the workspace. Derive it from the booking, for example
         * {@code "booking-7"}: with a random value, a request that is repeated would issue a second key.
         */
        public Builder accessGrantKey(String accessGrantKey) {
            grant.accessGrantKey(Checks.notBlank("accessGrantKey", accessGrantKey));
            return this;
        }

        /** Sets the reservation that the grant belongs to. Some access control systems require it. */
        public Builder reservationKey(String reservationKey) {
            grant.reservationKey(Checks.notBlank("reservationKey", reservationKey));
            return this;
        }

        /** Sets the branding of the page behind the link. */
        public Builder customizationProfileId(String customizationProfileId) {
            grant.customizationProfileId(Checks.notBlank("customizationProfileId", customizationProfileId));
            return this;
        }

        /** Sets a display name for the grant. */
        public Builder name(String name) {
            grant.name(name);
            return this;
        }

        /** Sets how often the link can be claimed; 1 by default. Cannot be combined with {@link #accessMethods}. */
        public Builder useCount(int useCount) {
            Checks.useCount("useCount", useCount);
            this.useCount = useCount;
            return this;
        }

        /**
         * Replaces the default, which is a single mobile key. The list must contain at least one mobile key; a mobile
         * key without a use count is sent with 1.
         */
        public Builder accessMethods(List<NewAccessMethod> accessMethods) {
            this.accessMethods = List.copyOf(accessMethods);
            return this;
        }

        /**
         * Builds an immutable {@code StayRequest}.
         *
         * @throws IllegalArgumentException if something required is missing, or settings contradict each other
         */
        public StayRequest build() {
            CreateAccessGrantRequest complete =
                    grant.requestedAccessMethods(accessMethodsOrDefault()).build();
            if (complete.getAccessGrantKey() == null) {
                throw new IllegalArgumentException("no key: set accessGrantKey, derived from the booking");
            }
            if (userIdentityId == null && userIdentityKey == null && newUser == null) {
                throw new IllegalArgumentException("no guest: set userIdentityId, userIdentityKey or newUser");
            }
            Checks.exactlyOne(
                    "userIdentityId, userIdentityKey and newUser",
                    userIdentityId,
                    userIdentityKey,
                    newUser == null ? null : "newUser");
            if (guestReusedByEmail && (newUser == null || newUser.getEmailAddress() == null)) {
                throw new IllegalArgumentException("reuseGuestByEmail needs a newUser with an emailAddress");
            }
            if (complete.getAcsEntranceIds().isEmpty()
                    && complete.getSpaceIds().isEmpty()
                    && complete.getSpaceKeys().isEmpty()) {
                throw new IllegalArgumentException("no door: set acsEntranceIds, spaceIds or spaceKeys");
            }
            if (complete.getStartsAt() == null || !endDecided) {
                throw new IllegalArgumentException("no time: set startsAt, and endsAt or noEnd()");
            }
            StayRequest request = new StayRequest(this, complete);
            // replace() revokes a grant before it sends this request, so everything is checked now
            String guestId = newUser == null ? "not known yet" : null;
            AccessGrantValidator.check(request.grantFor(guestId));
            return request;
        }

        private List<NewAccessMethod> accessMethodsOrDefault() {
            if (accessMethods == null) {
                return List.of(NewAccessMethod.builder()
                        .mode(AccessMethodMode.MOBILE_KEY)
                        .instantKeyMaxUseCount(useCount == null ? Defaults.MAX_USE_COUNT : useCount)
                        .build());
            }
            if (useCount != null) {
                throw new IllegalArgumentException(
                        "useCount and accessMethods are both set: set the count on the method");
            }
            if (accessMethods.stream().noneMatch(method -> method.getMode().equals(AccessMethodMode.MOBILE_KEY))) {
                throw new IllegalArgumentException("accessMethods asks for no mobile_key, so there would be no link");
            }
            return accessMethods;
        }
    }
}
