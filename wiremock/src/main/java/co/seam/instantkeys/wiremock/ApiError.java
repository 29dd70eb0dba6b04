package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.util.Map;

/** What the API says in place of an answer. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final transient ErrorDetail detail;

    ApiError(int status, String type, String message) {
        this(status, ErrorDetail.builder().type(type).message(message).build());
    }

    ApiError(int status, ErrorDetail detail) {
        super(detail.getMessage(), null, false, false); // an answer, not a fault: nobody reads its stack
        this.status = status;
        this.detail = detail;
    }

    /** @param idName the field that holds the id, such as {@code instant_key_id} */
    static ApiError notFound(String resource, String idName, String id) {
        return new ApiError(
                404,
                ErrorDetail.builder()
                        .type(resource + "_not_found")
                        .message("No such " + resource.replace('_', ' ') + ".")
                        .data(Map.of(idName, id))
                        .build());
    }

    /**
     * The value is taken. Status and type are not documented: 409 is one of the two that a guide of the API shows for
     * conflicts of reservations, and the type is a guess that follows the form of the known ones.
     */
    static ApiError alreadyExists(String parameter) {
        return new ApiError(409, parameter + "_already_exists", "The " + parameter + " is already in use.");
    }
}
