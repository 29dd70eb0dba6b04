package co.seam.instantkeys;

/** Filled in by the build. */
final class Version {
    static final String SDK = "${project.version}";

    private Version() {}
}
