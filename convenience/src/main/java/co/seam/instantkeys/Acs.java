package co.seam.instantkeys;

/** Access control systems. Thread-safe. */
public final class Acs {
    private final AcsEntrances entrances;

    Acs(AcsEntrances entrances) {
        this.entrances = entrances;
    }

    /** Their doors. */
    public AcsEntrances entrances() {
        return entrances;
    }
}
