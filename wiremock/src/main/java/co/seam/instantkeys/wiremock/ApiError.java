package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.util.Map;

/** An error response of the API. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final transient ErrorDetail detail;

    ApiError(int status, String type, String message) {
        this(status, ErrorDetail.builder().type(type).message(message).build());
    }

    ApiError(int status, ErrorDetail detail) {
        super(detail.getMessage(), null, false, false); // no stack trace: it is a response, not a fault
        this.status = status;
        this.detail = detail;
    }

    /** @param idName name of the id's field, such as {@code instant_key_id} */
    static ApiError notFound(String resource, String idName, String id) {
        return new ApiError(
                404,
                ErrorDetail.builder()
                        .type(resource + "_not_found")
                        .message("No such " + resource.replace('_', ' ') + ".")
                        .data(Map.of(idName, id))
                        .build());
    }

    /** Assumption: the API documents no rule for changes to what is being deleted. A change would have no effect. */
    static ApiError beingDeleted(String resource) {
        return new ApiError(409, resource + "_being_deleted", "The " + resource + " is being deleted.");
    }

    /**
     * Error for a value that is already in use. Assumption: the API documents neither status nor type. 409 is one of
     * the two statuses that a guide of the API shows for conflicts of reservations; the type follows the documented
     * ones.
     */
    static ApiError alreadyExists(String parameter) {
        return new ApiError(409, parameter + "_already_exists", "The " + parameter + " is already in use.");
    }
}
