package co.seam.instantkeys.spec.upstream;

/** Whom a difference between {@code seam.yaml} and the public document hurts. */
enum Impact {
    /** Today's release meets it: a call is refused, or its answer is not read or lacks what {@code seam.yaml} promises. */
    BREAKING_FOR_US("breaking for us"),
    /** Both of the two. */
    BREAKING_FOR_BOTH("breaking for us, breaking for our users"),
    /** Once {@code seam.yaml} has it, code against the Java API does not compile any more, or gets null where it never did. */
    BREAKING_FOR_USERS("breaking for our users"),
    /** Nothing that works stops working, neither today nor once {@code seam.yaml} has it. */
    ADDITIVE("additive");

    private final String words;

    Impact(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
