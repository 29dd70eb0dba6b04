package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A booking, as far as its doors are concerned: for {@link InstantKeys#issueForStay}. Immutable. */
public final class StayRequest {
    /** Complete but for the person. */
    private final CreateAccessGrantRequest grant;

    private final @Nullable String userIdentityId;
    private final @Nullable String userIdentityKey;
    private final @Nullable NewUserIdentity newUser;

    private StayRequest(Builder builder) {
        grant = builder.grant.build();
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

    /** Say who, where, from when and until when; the rest has defaults. Not thread-safe. */
    public static final class Builder {
        private final CreateAccessGrantRequest.Builder grant = CreateAccessGrantRequest.builder();
        private @Nullable String userIdentityId;
        private @Nullable String userIdentityKey;
        private @Nullable NewUserIdentity newUser;
        private @Nullable List<NewAccessMethod> accessMethods;
        private @Nullable Integer useCount;
        private @Nullable Instant start;
        private @Nullable Instant end;
        private boolean ended;
        private boolean placed;

        private Builder() {}

        /** A guest that exists, by id. */
        public Builder userIdentityId(String userIdentityId) {
            this.userIdentityId = Checks.notBlank("userIdentityId", userIdentityId);
            return this;
        }

        /** A guest that exists, by your own key; looked up first. */
        public Builder userIdentityKey(String userIdentityKey) {
            this.userIdentityKey = Checks.notBlank("userIdentityKey", userIdentityKey);
            return this;
        }

        /**
         * A guest to be created with the grant, in one request. With a {@code user_identity_key}, one who exists under that key
         * is looked up first and used as he is.
         */
        public Builder newUser(NewUserIdentity newUser) {
            this.newUser = Objects.requireNonNull(newUser, "newUser is null");
            return this;
        }

        /** Doors. Those that say that no mobile key unlocks them are refused before anything is created. */
        public Builder acsEntranceIds(List<String> acsEntranceIds) {
            grant.acsEntranceIds(acsEntranceIds);
            placed |= !acsEntranceIds.isEmpty();
            return this;
        }

        /** Groups of doors; these doors are not checked. */
        public Builder spaceIds(List<String> spaceIds) {
            grant.spaceIds(spaceIds);
            placed |= !spaceIds.isEmpty();
            return this;
        }

        /** When the doors begin to open. */
        public Builder startsAt(Instant startsAt) {
            grant.startsAt(startsAt);
            start = startsAt;
            return this;
        }

        /** When the doors cease to open; or {@link #noEnd()}. */
        public Builder endsAt(Instant endsAt) {
            grant.endsAt(endsAt);
            end = endsAt;
            ended = true;
            return this;
        }

        /** For ever, until the grant is changed or deleted. */
        public Builder noEnd() {
            grant.endsAtNull();
            end = null;
            ended = true;
            return this;
        }

        /** Your own name for the grant, unique in the workspace: by it a grant is found again when an answer was lost. */
        public Builder accessGrantKey(String accessGrantKey) {
            grant.accessGrantKey(Checks.notBlank("accessGrantKey", accessGrantKey));
            return this;
        }

        /** The reservation it belongs to; some access systems ask for it. */
        public Builder reservationKey(String reservationKey) {
            grant.reservationKey(Checks.notBlank("reservationKey", reservationKey));
            return this;
        }

        /** The look of the key's page. */
        public Builder customizationProfileId(String customizationProfileId) {
            grant.customizationProfileId(Checks.notBlank("customizationProfileId", customizationProfileId));
            return this;
        }

        /** A name for the grant that people read. */
        public Builder name(String name) {
            grant.name(name);
            return this;
        }

        /** How often the link may be claimed; 1 by default. Not together with {@link #accessMethods}. */
        public Builder useCount(int useCount) {
            Checks.useCount("useCount", useCount);
            this.useCount = useCount;
            return this;
        }

        /** In place of one mobile key; must ask for at least one. A mobile key without a use count works once. */
        public Builder accessMethods(List<NewAccessMethod> accessMethods) {
            this.accessMethods = List.copyOf(accessMethods);
            return this;
        }

        /**
         * What was set, for good.
         *
         * @throws IllegalArgumentException if it does not say who, where, from when and until when, or contradicts itself
         */
        public StayRequest build() {
            if (userIdentityId == null && userIdentityKey == null && newUser == null) {
                throw new IllegalArgumentException("no guest: set userIdentityId, userIdentityKey or newUser");
            }
            Checks.exactlyOne(
                    "userIdentityId, userIdentityKey and newUser",
                    userIdentityId,
                    userIdentityKey,
                    newUser == null ? null : "newUser");
            if (!placed) {
                throw new IllegalArgumentException("no door: set acsEntranceIds or spaceIds");
            }
            if (start == null || !ended) {
                throw new IllegalArgumentException("no time: set startsAt, and endsAt or noEnd()");
            }
            Checks.endAfterStart(start, end);
            grant.requestedAccessMethods(requested());
            return new StayRequest(this);
        }

        private List<NewAccessMethod> requested() {
            if (accessMethods == null) {
                return List.of(NewAccessMethod.builder()
                        .mode(AccessMethodMode.MOBILE_KEY)
                        .instantKeyMaxUseCount(useCount == null ? Defaults.MAX_USE_COUNT : useCount)
                        .build());
            }
            if (useCount != null) {
                throw new IllegalArgumentException(
                        "useCount and accessMethods exclude each other: set the count on the method");
            }
            if (accessMethods.stream().noneMatch(method -> method.getMode().equals(AccessMethodMode.MOBILE_KEY))) {
                throw new IllegalArgumentException("accessMethods asks for no mobile_key, so there would be no link");
            }
            AccessGrantValidator.check(accessMethods);
            return accessMethods;
        }
    }
}
