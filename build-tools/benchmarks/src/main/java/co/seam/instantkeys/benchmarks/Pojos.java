package co.seam.instantkeys.benchmarks;

import java.time.Instant;
import java.util.List;

/** Plain objects that Gson and Jackson fill by reflection, with the fields of the responses. */
final class Pojos {
    private Pojos() {}

    static final class KeyResponse {
        public InstantKey instantKey;
        public Boolean ok;
    }

    static final class KeysResponse {
        public List<InstantKey> instantKeys;
        public Boolean ok;
    }

    static final class GrantResponse {
        public AccessGrant accessGrant;
        public Boolean ok;
    }

    static final class GrantsResponse {
        public List<AccessGrant> accessGrants;
        public Pagination pagination;
        public Boolean ok;
    }

    static final class InstantKey {
        public String clientSessionId;
        public Instant createdAt;
        public Instant expiresAt;
        public String instantKeyId;
        public String instantKeyUrl;
        public String userIdentityId;
        public String workspaceId;
    }

    static final class AccessGrant {
        public String accessGrantId;
        public String accessGrantKey;
        public List<String> accessMethodIds;
        public Instant createdAt;
        public String displayName;
        public Instant endsAt;
        public String instantKeyUrl;
        public List<RequestedMethod> requestedAccessMethods;
        public List<String> spaceIds;
        public Instant startsAt;
        public String userIdentityId;
        public List<Warning> warnings;
        public List<Warning> errors;
        public List<Warning> pendingMutations;
        public String workspaceId;
    }

    static final class RequestedMethod {
        public String displayName;
        public String mode;
        public Instant createdAt;
        public List<String> createdAccessMethodIds;
    }

    static final class Warning {
        public String warningCode;
        public String message;
        public Instant createdAt;
    }

    static final class Pagination {
        public boolean hasNextPage;
        public String nextPageCursor;
        public String nextPageUrl;
    }

    static final class EntrancesResponse {
        public List<Entrance> acsEntrances;
        public Boolean ok;
    }

    static final class Entrance {
        public String acsEntranceId;
        public String displayName;
        public Boolean canUnlockWithMobileKey;
    }

    static final class UserIdentityResponse {
        public UserIdentity userIdentity;
        public Boolean ok;
    }

    static final class UserIdentity {
        public String userIdentityId;
        public String userIdentityKey;
        public String fullName;
        public String emailAddress;
        public Instant createdAt;
        public String workspaceId;
    }

    static final class EntrancesRequest {
        public final List<String> acsEntranceIds;

        EntrancesRequest(List<String> acsEntranceIds) {
            this.acsEntranceIds = acsEntranceIds;
        }
    }

    /** To find a guest, with the key alone, or to create one. */
    static final class UserIdentityRequest {
        public String userIdentityKey;
        public String fullName;
        public String emailAddress;
    }

    /** A request without filters. */
    static final class ListRequest {
        public String userIdentityId;
    }

    static final class GenerateRequest {
        public String userIdentityId;
        public Integer maxUseCount;

        static GenerateRequest one() {
            GenerateRequest request = new GenerateRequest();
            request.userIdentityId = Bodies.USER;
            request.maxUseCount = 1;
            return request;
        }
    }

    static final class CreateGrantRequest {
        public String userIdentityId;
        public List<MethodRequest> requestedAccessMethods;
        public List<String> acsEntranceIds;
        public Instant startsAt;
        public Instant endsAt;
        public String name;
        public String accessGrantKey;

        static CreateGrantRequest one() {
            CreateGrantRequest request = new CreateGrantRequest();
            request.userIdentityId = Bodies.USER;
            request.requestedAccessMethods =
                    List.of(new MethodRequest("mobile_key", null, 1), new MethodRequest("code", "4821", null));
            request.acsEntranceIds = List.of(Bodies.ENTRANCE);
            request.startsAt = Bodies.ARRIVAL;
            request.endsAt = Bodies.DEPARTURE;
            request.name = "Room 101";
            request.accessGrantKey = "booking-7";
            return request;
        }

        static CreateGrantRequest mobileKey(String guestId, String entranceId, String key) {
            CreateGrantRequest request = new CreateGrantRequest();
            request.userIdentityId = guestId;
            request.requestedAccessMethods = List.of(new MethodRequest("mobile_key", null, 1));
            request.acsEntranceIds = List.of(entranceId);
            request.startsAt = Bodies.ARRIVAL;
            request.endsAt = Bodies.DEPARTURE;
            request.accessGrantKey = key;
            return request;
        }
    }

    static final class MethodRequest {
        public final String mode;
        public final String code;
        public final Integer instantKeyMaxUseCount;

        MethodRequest(String mode, String code, Integer instantKeyMaxUseCount) {
            this.mode = mode;
            this.code = code;
            this.instantKeyMaxUseCount = instantKeyMaxUseCount;
        }
    }
}
