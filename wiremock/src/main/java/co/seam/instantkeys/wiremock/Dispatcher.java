package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.generated.model.ErrorResponse;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.LocalNotifier;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.google.gson.TypeAdapter;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Leads each request to its operation, and puts the answer or the refusal into the API's envelope. */
final class Dispatcher implements ResponseDefinitionTransformerV2 {
    static final String NAME = "seam-sandbox";

    private final Credentials credentials;
    private final Workspace workspace;
    private final Map<String, Operation> routes;

    Dispatcher(Credentials credentials, Workspace workspace, Map<String, Operation> routes) {
        this.credentials = credentials;
        this.workspace = workspace;
        this.routes = routes;
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** Only for the sandbox's own stub: what others stub stays as they wrote it. */
    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        String requestId = UUID.randomUUID().toString();
        try {
            return json(200, requestId, answer(event.getRequest()));
        } catch (Refusal refusal) {
            return error(refusal, requestId);
        } catch (RuntimeException e) {
            // a fault of the sandbox must look like one of the API, not like a WireMock page, and must not get lost
            LocalNotifier.notifier().error("The Seam sandbox failed", e);
            return error(
                    new Refusal(
                            500,
                            "internal_server_error",
                            "The sandbox failed: " + e.getClass().getName()),
                    requestId);
        }
    }

    private Object answer(Request request) {
        credentials.check(request);
        String path = withoutQuery(request.getUrl());
        Operation operation = routes.get(path);
        if (operation == null) {
            // the API's own type for this is not documented
            throw new Refusal(404, "not_found", "The sandbox has no endpoint " + path + ".");
        }
        if (!request.getMethod().equals(RequestMethod.POST)) {
            throw new Refusal(405, "method_not_allowed", "Use POST.");
        }
        byte[] body = request.getBody();
        if (body.length > 0 && !isJson(request)) {
            throw new Refusal(400, "invalid_content_type", "Send the body as application/json.");
        }
        Input input = Input.parse(withoutQuery(request.getAbsoluteUrl()), path, body);
        synchronized (workspace) { // the one lock: an operation sees and changes the workspace as if it were alone
            workspace.issuing.catchUp();
            return operation.answer(input);
        }
    }

    private static boolean isJson(Request request) {
        if (!request.containsHeader("Content-Type")) {
            return false;
        }
        String mediaType = request.getHeader("Content-Type").split(";", 2)[0];
        return mediaType.trim().equalsIgnoreCase("application/json");
    }

    private static String withoutQuery(String url) {
        return url.split("\\?", 2)[0];
    }

    private static ResponseDefinition error(Refusal refusal, String requestId) {
        ErrorDetail detail = refusal.detail.toBuilder().requestId(requestId).build();
        return json(
                refusal.status,
                requestId,
                ErrorResponse.builder().error(detail).ok(false).build());
    }

    private static ResponseDefinition json(int status, String requestId, Object model) {
        @SuppressWarnings("unchecked") // the codec of the model's own class
        TypeAdapter<Object> codec = (TypeAdapter<Object>) SeamTypeAdapterFactory.adapter(model.getClass());
        return new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withHeader("seam-request-id", requestId)
                .withBody(Objects.requireNonNull(codec, "no codec").toJson(model))
                .build();
    }
}
