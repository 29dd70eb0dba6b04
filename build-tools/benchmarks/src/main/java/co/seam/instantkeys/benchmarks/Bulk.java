package co.seam.instantkeys.benchmarks;

/** Many stays at once against a server with latency. */
enum Bulk {
    /** A guest without a key is created with the grant. */
    NEW_GUESTS("guests without a key", 50, false, 1, 0),
    /** A guest with a key is looked up before the grant is created. */
    KEYED_GUESTS("guests with a key", 50, true, 2, 0),
    /** The same, while one create of 50 is rejected for a second. */
    RATE_LIMITED("guests with a key, 2 % get a 429", 50, true, 2, 50);

    static final int STAYS = 2_000;
    static final int IN_FLIGHT = 16;

    final String title;
    final int latencyMillis;
    final boolean keyed;

    /** Requests of one stay that wait for each other. */
    final int roundTrips;

    /** After how many creates one gets a 429; 0 for never. */
    final int limited;

    Bulk(String title, int latencyMillis, boolean keyed, int roundTrips, int limited) {
        this.title = title;
        this.latencyMillis = latencyMillis;
        this.keyed = keyed;
        this.roundTrips = roundTrips;
        this.limited = limited;
    }
}
