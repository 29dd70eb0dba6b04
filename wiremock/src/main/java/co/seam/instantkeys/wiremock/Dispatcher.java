package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.common.LocalNotifier;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import org.jspecify.annotations.Nullable;

/** Dispatches each request to its operation, and turns the result or the error into a response. */
final class Dispatcher implements ResponseDefinitionTransformerV2 {
    static final String NAME = "seam-sandbox";

    private final SandboxCredentials credentials;
    private final Workspace workspace;
    private final Routes routes;
    private final Ids requestIds;
    private final Web web;
    private final CallLog calls;

    Dispatcher(
            SandboxCredentials credentials,
            Workspace workspace,
            Routes routes,
            Ids requestIds,
            Web web,
            CallLog calls) {
        this.credentials = credentials;
        this.workspace = workspace;
        this.routes = routes;
        this.requestIds = requestIds;
        this.web = web;
        this.calls = calls;
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** Applies to the sandbox's own stub only: stubs of tests stay as they are. */
    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        WebResponse page = web.respond(WebRequest.of(request));
        if (page != null) {
            return page.toDefinition();
        }
        String requestId = requestIds.uuid();
        String path = withoutQuery(request.getUrl());
        Route route = routes.find(path);
        boolean isCall =
                route != null && route.methods.contains(request.getMethod().getName());
        CallLog.Call call = calls.add(request.getMethod().getName(), path, requestId);
        InjectedFault fault;
        int clearings;
        synchronized (workspace) { // a reset comes before or after, never in between
            fault = isCall ? route.receive() : null;
            clearings = workspace.clearings();
        }
        ResponseDefinition response = fault == null
                ? respond(request, path, route, clearings, call)
                : fault.apply(() -> respond(request, path, route, clearings, call), requestId);
        call.end(response);
        return response;
    }

    private ResponseDefinition respond(
            Request request, String path, @Nullable Route route, int clearings, CallLog.Call call) {
        String requestId = call.requestId;
        try {
            Object result = process(request, path, route, clearings);
            call.markProcessed();
            return Responses.success(result, requestId).build();
        } catch (ApiError error) {
            return Responses.error(error, requestId).build();
        } catch (RuntimeException e) {
            // a bug in the sandbox must be logged, and look like an error of the API, not like a page of WireMock
            LocalNotifier.notifier().error("The Seam sandbox failed", e);
            ApiError error = new ApiError(
                    500,
                    "internal_server_error",
                    "The sandbox failed: " + e.getClass().getName());
            return Responses.error(error, requestId).build();
        }
    }

    private Object process(Request request, String path, @Nullable Route route, int clearings) {
        credentials.check(request);
        if (route == null) {
            // the API does not document its type for this
            throw new ApiError(404, "not_found", "The sandbox has no endpoint " + path + ".");
        }
        if (!route.methods.contains(request.getMethod().getName())) {
            throw new ApiError(405, "method_not_allowed", "Use " + String.join(" or ", route.methods) + ".");
        }
        Input input = input(request, path);
        synchronized (workspace) { // the only lock: operations run one at a time
            if (workspace.clearings() != clearings) {
                throw new ApiError(503, "sandbox_reset", "The sandbox was reset before it processed this call.");
            }
            workspace.settle();
            return route.process(input);
        }
    }

    /** Reads the parameters of a GET or DELETE from its query, and those of other methods from the body. */
    private static Input input(Request request, String path) {
        String url = withoutQuery(request.getAbsoluteUrl());
        if (request.getMethod().isOneOf(RequestMethod.GET, RequestMethod.DELETE)) {
            return Input.parseQuery(url, path, query(request.getUrl()));
        }
        byte[] body = request.getBody();
        if (body.length > 0 && !isJson(request)) {
            throw new ApiError(400, "invalid_content_type", "Send the body as application/json.");
        }
        return Input.parse(url, path, body);
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

    private static String query(String url) {
        return url.substring(Math.min(withoutQuery(url).length() + 1, url.length()));
    }
}
