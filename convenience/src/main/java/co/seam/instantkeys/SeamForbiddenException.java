package co.seam.instantkeys;

/** 403: the credentials are good, but not for this. */
public final class SeamForbiddenException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamForbiddenException(ApiErrorDetails failure) {
        super(failure);
    }
}
