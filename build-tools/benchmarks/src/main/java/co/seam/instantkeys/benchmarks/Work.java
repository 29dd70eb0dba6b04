package co.seam.instantkeys.benchmarks;

/** A call to measure, with the response that the server has prepared. */
enum Work {
    GENERATE("generate", "one generate_instant_key", 1),
    KEYS_100("keys-100", "a list of 100 keys", 100),
    KEYS_10000("keys-10000", "a list of 10,000 keys", 10_000),
    GRANTS_100("grants-100", "100 grants with warnings and methods", 100),
    CREATE_GRANT("create-grant", "writing a grant request", 1);

    /** Name of the response, which is the first segment of the request's path. */
    final String response;

    final String title;

    /** Number of keys or grants in the response. */
    final int items;

    Work(String response, String title, int items) {
        this.response = response;
        this.title = title;
        this.items = items;
    }

    /** Rest of the request's path, after the name of the response. */
    String path() {
        switch (this) {
            case GENERATE:
                return "user_identities/generate_instant_key";
            case CREATE_GRANT:
                return "access_grants/create";
            case GRANTS_100:
                return "access_grants/list";
            default:
                return "instant_keys/list";
        }
    }

    /** Request body for a contender that does not serialize requests. As long as those of the others. */
    String request() {
        switch (this) {
            case GENERATE:
                return "{\"user_identity_id\":\"" + Bodies.USER + "\",\"max_use_count\":1}";
            case CREATE_GRANT:
                return Bodies.createGrantRequest();
            default:
                return "{}";
        }
    }
}
