package co.seam.instantkeys;

import java.util.List;
import java.util.Map;

/** 400: the request breaks the API's rules. {@link #getValidationErrors()} tells which parameter does. */
public final class SeamInvalidInputException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    private final Map<String, List<String>> validationErrors;

    SeamInvalidInputException(ApiErrorDetails failure) {
        super(failure);
        validationErrors = ValidationErrors.flatten(failure.detail);
    }

    /**
     * The server's messages by parameter, in the server's order: {@code "user_identity_id"}, or by path where parameters
     * nest, {@code "requested_access_methods.0.mode"}; under {@code ""} those about the request as a whole. Unmodifiable,
     * empty if the server names no parameter. Messages may echo what was sent.
     */
    public Map<String, List<String>> getValidationErrors() {
        return validationErrors;
    }

    /** The messages about one parameter or path; empty if there are none. */
    public List<String> getValidationErrors(String parameter) {
        return validationErrors.getOrDefault(parameter, List.of());
    }
}
