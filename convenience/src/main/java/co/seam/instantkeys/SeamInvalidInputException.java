package co.seam.instantkeys;

import java.util.List;
import java.util.Map;

/** Status 400: the request violates a rule of the API. {@link #getValidationErrors()} names the parameters. */
public final class SeamInvalidInputException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    private final Map<String, List<String>> validationErrors;

    SeamInvalidInputException(ApiErrorDetails error) {
        super(error);
        validationErrors = ValidationErrors.flatten(error.detail);
    }

    /**
     * The server's messages by parameter, in the server's order. Keys are paths such as {@code "user_identity_id"} or
     * {@code "requested_access_methods.0.mode"}; {@code ""} is the request as a whole. Unmodifiable; empty if the
     * server names no parameter. Messages may echo values from the request, including secrets.
     */
    public Map<String, List<String>> getValidationErrors() {
        return validationErrors;
    }

    /** The messages about one parameter or path; empty if there are none. */
    public List<String> getValidationErrors(String parameter) {
        return validationErrors.getOrDefault(parameter, List.of());
    }
}
