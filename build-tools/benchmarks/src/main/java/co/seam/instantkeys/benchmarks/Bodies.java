package co.seam.instantkeys.benchmarks;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Response bodies, the same in every run. They resemble those of the API, and their ids repeat where real ones do. */
final class Bodies {
    static final String USER = "e7a94acb-bd8a-4462-b6fb-8612d35cd7c3";
    static final String ENTRANCE = "58b6f1c3-6b04-4d3a-a2c1-0c5c79c0fb3e";
    static final Instant ARRIVAL = Instant.parse("2027-07-13T15:00:00Z");
    static final Instant DEPARTURE = Instant.parse("2027-07-16T11:00:00Z");

    /** The largest page of the API. */
    static final int PAGE = 500;

    /** In the request for a grant, and in its response. */
    static final String REQUESTED_KEY = "booking-7";

    private static final String WORKSPACE = "4d1c24b2-781e-4d1a-8d77-15249ad57c8a";
    private static final int KEYS_OF_ONE_PERSON = 4;
    private static final long FIRST_CREATED =
            Instant.parse("2026-03-01T00:00:00Z").getEpochSecond();

    private final Random random = new Random(20260301);

    private Bodies() {}

    /** @param name {@code generate}, {@code create-grant}, {@code keys-N} or {@code grants-N} */
    static String response(String name) {
        Bodies bodies = new Bodies();
        if (name.equals("generate")) {
            return "{\"instant_key\":" + bodies.key(USER) + ",\"ok\":true}";
        }
        if (name.equals("create-grant")) {
            return "{\"access_grant\":" + bodies.grant(REQUESTED_KEY, USER) + ",\"ok\":true}";
        }
        int count = Integer.parseInt(name.substring(name.indexOf('-') + 1));
        if (name.startsWith("keys-")) {
            return "{\"instant_keys\":[" + bodies.keys(count) + "],\"ok\":true}";
        }
        if (name.startsWith("grants-")) {
            return beforeGrants(count) + afterGrants(null);
        }
        throw new IllegalArgumentException("no response is named " + name);
    }

    /** Start of a response with {@code count} grants. {@link #afterGrants} is its end. */
    static String beforeGrants(int count) {
        return "{\"access_grants\":[" + new Bodies().grants(count) + "]";
    }

    /** @param next cursor of the next page; null on the last page */
    static String afterGrants(String next) {
        return next == null
                ? ",\"pagination\":{\"has_next_page\":false,\"next_page_cursor\":null,\"next_page_url\":null}"
                        + ",\"ok\":true}"
                : ",\"pagination\":{\"has_next_page\":true,\"next_page_cursor\":\"" + next
                        + "\",\"next_page_url\":\"https://connect.getseam.com/access_grants/list?page_cursor=" + next
                        + "\"},\"ok\":true}";
    }

    static String createGrantRequest() {
        return "{\"user_identity_id\":\"" + USER
                + "\",\"requested_access_methods\":[{\"mode\":\"mobile_key\",\"instant_key_max_use_count\":1}"
                + ",{\"mode\":\"code\",\"code\":\"4821\"}],\"acs_entrance_ids\":[\"" + ENTRANCE
                + "\"],\"starts_at\":\"" + ARRIVAL + "\",\"ends_at\":\"" + DEPARTURE
                + "\",\"name\":\"Room 101\",\"access_grant_key\":\"" + REQUESTED_KEY + "\"}";
    }

    private CharSequence keys(int count) {
        StringBuilder keys = new StringBuilder();
        String user = USER;
        for (int i = 0; i < count; i++) {
            if (i % KEYS_OF_ONE_PERSON == 0) {
                user = id();
            }
            keys.append(i == 0 ? "" : ",").append(key(user));
        }
        return keys;
    }

    private String key(String user) {
        return "{\"client_session_id\":\"" + id() + "\",\"created_at\":\"" + time() + "\",\"expires_at\":\"" + time()
                + "\",\"instant_key_id\":\"" + id() + "\",\"instant_key_url\":\"" + link()
                + "\",\"user_identity_id\":\""
                + user + "\",\"workspace_id\":\"" + WORKSPACE + "\"}";
    }

    private CharSequence grants(int count) {
        StringBuilder grants = new StringBuilder();
        for (int i = 0; i < count; i++) {
            grants.append(i == 0 ? "" : ",").append(grant("booking-" + random.nextInt(1_000_000), id()));
        }
        return grants;
    }

    private String grant(String key, String user) {
        String code = id();
        String card = id();
        String mobileKey = id();
        return "{\"access_grant_id\":\"" + id() + "\",\"access_grant_key\":\"" + key
                + "\",\"access_method_ids\":[\"" + code + "\",\"" + card + "\",\"" + mobileKey + "\"],\"created_at\":\""
                + time() + "\",\"display_name\":\"Room " + random.nextInt(1_000) + "\",\"ends_at\":\"" + time()
                + "\",\"instant_key_url\":\"" + link() + "\",\"requested_access_methods\":["
                + method("PIN Code Credential", "code", code) + "," + method("Card Credential", "card", card) + ","
                + method("Mobile Key Credential", "mobile_key", mobileKey) + "],\"space_ids\":[\"" + id() + "\",\""
                + id() + "\"],\"starts_at\":\"" + time() + "\",\"user_identity_id\":\"" + user
                + "\",\"warnings\":[" + warning() + "],\"errors\":[],\"pending_mutations\":[],\"workspace_id\":\""
                + WORKSPACE + "\"}";
    }

    private String method(String displayName, String mode, String method) {
        return "{\"display_name\":\"" + displayName + "\",\"mode\":\"" + mode + "\",\"created_at\":\"" + time()
                + "\",\"created_access_method_ids\":[\"" + method + "\"]}";
    }

    private String warning() {
        return "{\"warning_code\":\"requested_code_unavailable\",\"message\":\"The requested code is taken; another one"
                + " was chosen.\",\"created_at\":\"" + time() + "\"}";
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** A time to the microsecond, as in the API. */
    private Instant time() {
        int micros = 1 + random.nextInt(999) + 1_000 * random.nextInt(1_000);
        return Instant.ofEpochSecond(FIRST_CREATED + random.nextInt(10_000_000), micros * 1_000L);
    }

    private String link() {
        return "https://ik.seam.co/"
                + Integer.toString(random.nextInt(1 << 30) | 1 << 30, 36).toUpperCase();
    }
}
