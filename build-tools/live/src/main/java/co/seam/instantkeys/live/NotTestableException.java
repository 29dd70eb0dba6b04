package co.seam.instantkeys.live;

/** States why an assumption cannot be tested here: the workspace lacks something, or the way to the test failed. */
final class NotTestableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTestableException(String why) {
        super(why);
    }
}
