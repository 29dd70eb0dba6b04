package co.seam.instantkeys;

/** Status 404: there is no such object in this workspace, or no such operation at this endpoint. */
public final class SeamNotFoundException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamNotFoundException(ApiErrorDetails error) {
        super(error);
    }
}
