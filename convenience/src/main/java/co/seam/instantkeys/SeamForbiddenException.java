package co.seam.instantkeys;

/** Status 403: the credentials are valid, but not allowed to do this. */
public final class SeamForbiddenException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamForbiddenException(ApiErrorDetails error) {
        super(error);
    }
}
