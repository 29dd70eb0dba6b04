package co.seam.instantkeys;

/** 401: the server accepts none of the credentials. {@link #getType()} says why where the server does. */
public final class SeamUnauthorizedException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamUnauthorizedException(ApiErrorDetails failure) {
        super(failure);
    }
}
