package co.seam.instantkeys.wiremock;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * The window into the sandbox, below {@code /__sandbox}: a page for people, and the same as JSON for tests in any
 * language. Reads change nothing. A form must come from the page itself, and a call must be JSON, which no page of
 * another site can send.
 */
final class Window {
    static final String PATH = "/__sandbox";
    static final String CLOCK = PATH + "/clock";
    static final String RESET = PATH + "/reset";
    private static final String API = PATH + "/api";

    private final SeamSandbox sandbox;
    private final WindowPage page;
    private final ControlApi api;
    private final WebGuard guard;

    Window(SeamSandbox sandbox, WindowPage page, ControlApi api, WebGuard guard) {
        this.sandbox = sandbox;
        this.page = page;
        this.api = api;
        this.guard = guard;
    }

    static boolean serves(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    WebResponse respond(WebRequest request) {
        WebResponse rejection = guard.reject(request);
        if (rejection != null) {
            return rejection;
        }
        if (request.path.equals(API) || request.path.startsWith(API + "/")) {
            return api.respond(request, request.path.substring(API.length()));
        }
        switch (request.path) {
            case PATH:
                return request.isRead() ? page.respond(request.query(), "") : WebResponse.methodNotAllowed("GET");
            case CLOCK:
                return form(request, this::moveClock);
            case RESET:
                return form(request, fields -> sandbox.reset());
            default:
                return WebResponse.text(404, "There is nothing here. " + PATH + " is the window into the sandbox.");
        }
    }

    /** Applies the change that a form of the page requests. */
    private WebResponse form(WebRequest request, Change change) {
        if (!request.isPost()) {
            return WebResponse.methodNotAllowed("POST");
        }
        if (request.header("Origin") == null) {
            return WebResponse.text(
                    403, "Only the page itself may send its forms. For programs, there is " + API + ".");
        }
        try {
            change.apply(request.form());
        } catch (IllegalArgumentException e) {
            return page.respond(Map.of(), String.valueOf(e.getMessage()));
        }
        return WebResponse.redirect(WindowPage.targetAfter(request.form()));
    }

    private void moveClock(Map<String, String> fields) {
        try {
            if (fields.containsKey("by")) {
                sandbox.clock().advance(Duration.parse(fields.get("by")));
            } else if (fields.containsKey("to")) {
                // browsers send no zone, and no seconds if these are zero
                sandbox.clock().setTo(Instant.parse(fields.get("to").replaceFirst("(T\\d\\d:\\d\\d)$", "$1:00") + "Z"));
            } else {
                sandbox.clock().reset();
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time: " + e.getParsedString(), e);
        }
    }

    private interface Change {
        void apply(Map<String, String> fields);
    }
}
