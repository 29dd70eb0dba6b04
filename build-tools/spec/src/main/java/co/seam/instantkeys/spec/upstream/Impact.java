package co.seam.instantkeys.spec.upstream;

/** Whom a difference between {@code seam.yaml} and the public document affects. */
enum Impact {
    /**
     * Affects the current release: the server rejects a call, or its response cannot be read or lacks what {@code
     * seam.yaml} promises.
     */
    BREAKING_FOR_US("breaking for us"),
    /** Affects both the current release and code that uses the next one. */
    BREAKING_FOR_BOTH("breaking for us, breaking for our users"),
    /**
     * Affects code that uses the Java API once {@code seam.yaml} follows: it does not compile, or gets null where there
     * was always a value.
     */
    BREAKING_FOR_USERS("breaking for our users"),
    /** Breaks nothing, neither today nor once {@code seam.yaml} follows. */
    ADDITIVE("additive");

    private final String label;

    Impact(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
