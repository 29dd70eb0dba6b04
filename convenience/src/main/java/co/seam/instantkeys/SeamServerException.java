package co.seam.instantkeys;

/** Status 5xx: the server failed. Of a write, the outcome is unknown. */
public final class SeamServerException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamServerException(ApiErrorDetails error) {
        super(error);
    }
}
