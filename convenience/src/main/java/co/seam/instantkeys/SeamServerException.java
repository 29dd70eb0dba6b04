package co.seam.instantkeys;

/** 5xx: the server failed. Of a call that changes something the outcome is unknown. */
public final class SeamServerException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamServerException(ApiErrorDetails failure) {
        super(failure);
    }
}
