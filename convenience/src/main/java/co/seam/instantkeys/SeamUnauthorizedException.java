package co.seam.instantkeys;

/** Status 401: the server does not accept the credentials. {@link #getType()} may state why. */
public final class SeamUnauthorizedException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamUnauthorizedException(ApiErrorDetails error) {
        super(error);
    }
}
