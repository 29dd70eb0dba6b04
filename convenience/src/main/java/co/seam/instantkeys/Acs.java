package co.seam.instantkeys;

/** Access control systems and their entrances. Thread-safe. */
public final class Acs {
    private final AcsSystems systems;
    private final AcsEntrances entrances;

    Acs(AcsSystems systems, AcsEntrances entrances) {
        this.systems = systems;
        this.entrances = entrances;
    }

    public AcsSystems systems() {
        return systems;
    }

    public AcsEntrances entrances() {
        return entrances;
    }
}
