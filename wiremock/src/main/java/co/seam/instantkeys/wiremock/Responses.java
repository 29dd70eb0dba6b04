package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.generated.model.ErrorResponse;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.google.gson.TypeAdapter;
import java.util.Objects;

/** Responses in the API's envelopes. */
final class Responses {
    private Responses() {}

    static ResponseDefinitionBuilder success(Object model, String requestId) {
        return json(200, model, requestId);
    }

    static ResponseDefinitionBuilder error(ApiError error, String requestId) {
        ErrorDetail detail = error.detail.toBuilder().requestId(requestId).build();
        return json(
                error.status, ErrorResponse.builder().error(detail).ok(false).build(), requestId);
    }

    private static ResponseDefinitionBuilder json(int status, Object model, String requestId) {
        @SuppressWarnings("unchecked") // the codec of the model's own class
        TypeAdapter<Object> codec = (TypeAdapter<Object>) SeamTypeAdapterFactory.adapter(model.getClass());
        return new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withHeader("seam-request-id", requestId)
                .withBody(Objects.requireNonNull(codec, "no codec").toJson(model));
    }
}
