package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Injects a fault into the next calls of one operation, whether or not their credentials and bodies are valid. If
 * several faults are planned for an operation, they take effect in the order in which they were planned. Later calls
 * are processed as usual.
 *
 * <p>A fault is in effect as soon as the method that plans it returns. It affects exactly the planned number of calls,
 * even if several threads call at once.
 */
public final class NextCalls {
    /** Error types by status, as far as the API documents them. */
    private static final Map<Integer, String> ERROR_TYPES = Map.of(
            400, "invalid_input",
            401, "unauthorized",
            405, "method_not_allowed",
            500, "internal_server_error",
            501, "not_implemented");

    /** In milliseconds it still fits into the {@code int} that WireMock takes. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(24);

    private final Route route;
    private final int calls;

    NextCalls(Route route, int calls) {
        this.route = route;
        this.calls = calls;
    }

    /**
     * Responds with that status and the error envelope, without processing the call. The error's {@code type} is the
     * API's for 400, 401, 405, 500 and 501, otherwise {@code injected_fault}.
     *
     * @param status 400 to 599
     */
    public void respond(int status) {
        ApiError error = error(status);
        plan((process, requestId) -> Responses.error(error, requestId).build());
    }

    /**
     * Responds as {@link #respond(int)} does, with the header {@code Retry-After}.
     *
     * @param status 400 to 599
     * @param retryAfter sent in whole seconds, rounded up
     */
    public void respond(int status, Duration retryAfter) {
        ApiError error = error(status);
        String seconds = String.valueOf(secondsRoundedUp(requireNotNegative(retryAfter)));
        plan((process, requestId) -> Responses.error(error, requestId)
                .withHeader("Retry-After", seconds)
                .build());
    }

    /**
     * Responds with an HTML page, as a proxy would, without processing the call.
     *
     * @param status 200 to 599
     */
    public void respondHtml(int status) {
        String page = "<!DOCTYPE html><html><body><h1>" + requireInRange(status, 200) + "</h1></body></html>";
        plan((process, requestId) -> new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", "text/html; charset=utf-8")
                .withBody(page)
                .build());
    }

    /**
     * Processes the call at once and delays the response. The delay is real time, regardless of the sandbox's clock.
     *
     * @param time a delay above 24 days is shortened to 24 days
     */
    public void delay(Duration time) {
        int millis = (int) Math.min(requireNotNegative(time).toSeconds(), LONGEST_DELAY.toSeconds()) * 1_000
                + time.toMillisPart();
        plan((process, requestId) -> ResponseDefinitionBuilder.like(process.get())
                .withFixedDelay(millis)
                .build());
    }

    /** Breaks the connection without processing the call. */
    public void dropBeforeProcessing() {
        plan((process, requestId) -> connectionReset());
    }

    /** Processes the call, then breaks the connection instead of responding. */
    public void dropAfterProcessing() {
        plan((process, requestId) -> {
            process.get();
            return connectionReset();
        });
    }

    /** Processes the call, then closes the connection in the middle of the response body. */
    public void truncateBody() {
        plan((process, requestId) -> {
            ResponseDefinition response = process.get();
            byte[] body = response.getBody().getBytes(StandardCharsets.UTF_8);
            return ResponseDefinitionBuilder.like(response)
                    .withHeader("Content-Length", String.valueOf(body.length))
                    .withBody(Arrays.copyOf(body, body.length / 2))
                    .build();
        });
    }

    void plan(InjectedFault fault) {
        route.plan(calls, fault);
    }

    private static long secondsRoundedUp(Duration time) {
        boolean isWhole = time.getNano() == 0 || time.getSeconds() == Long.MAX_VALUE;
        return isWhole ? time.getSeconds() : time.getSeconds() + 1;
    }

    private static ResponseDefinition connectionReset() {
        return new ResponseDefinitionBuilder()
                .withFault(Fault.CONNECTION_RESET_BY_PEER)
                .build();
    }

    private static ApiError error(int status) {
        return new ApiError(
                requireInRange(status, 400),
                ERROR_TYPES.getOrDefault(status, "injected_fault"),
                "The test asked for this failure.");
    }

    private static int requireInRange(int status, int min) {
        if (status < min || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not within " + min + " to 599");
        }
        return status;
    }

    private static Duration requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time is negative: " + time);
        }
        return time;
    }
}
