package co.seam.instantkeys;

/** 409: what was asked for clashes with what exists, for example a key that must be unique in the workspace. */
public final class SeamConflictException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamConflictException(ApiErrorDetails failure) {
        super(failure);
    }
}
