package co.seam.instantkeys.live;

/** Ends a run before its last check. */
final class RunEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why ends a sentence such as "the run ended: ..." */
    RunEndedException(String why) {
        super(why);
    }
}
