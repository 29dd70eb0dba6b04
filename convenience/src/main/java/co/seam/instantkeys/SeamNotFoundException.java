package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.SecretRedactor;

/**
 * Status 404: there is no such object in this workspace, or no such operation at this endpoint. Without a status (0) if
 * there is a stay, but it is being deleted.
 */
public final class SeamNotFoundException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamNotFoundException(ApiErrorDetails error) {
        super(error);
    }

    /** Creates an exception that the server did not report. */
    static SeamNotFoundException beingDeleted(String path, String accessGrantId) {
        return new SeamNotFoundException(new ApiErrorDetails(
                0,
                path,
                null,
                null,
                "",
                null,
                "the stay's grant " + SecretRedactor.quote(accessGrantId) + " is being deleted",
                false));
    }
}
