package co.seam.instantkeys.benchmarks;

/** What is measured: one call, and the answer that the server has ready for it. */
enum Work {
    GENERATE("generate", "one generate_instant_key", 1),
    KEYS_100("keys-100", "a list of 100 keys", 100),
    KEYS_10000("keys-10000", "a list of 10,000 keys", 10_000),
    GRANTS_100("grants-100", "100 grants with warnings and methods", 100),
    CREATE_GRANT("create-grant", "writing a grant request", 1);

    /** Of the answer: the first segment of the path that asks for it. */
    final String response;

    final String title;

    /** How many keys or grants the answer holds. */
    final int items;

    Work(String response, String title, int items) {
        this.response = response;
        this.title = title;
        this.items = items;
    }

    /** Below the answer's segment. */
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

    /** What a contender sends that does not write its requests itself; of the length that the others send. */
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
