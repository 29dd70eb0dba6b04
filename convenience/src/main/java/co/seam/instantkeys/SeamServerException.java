package co.seam.instantkeys;

/** Status 5xx: the server failed. The outcome of a write is unknown. */
public final class SeamServerException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamServerException(ApiErrorDetails error) {
        super(error);
    }
}
