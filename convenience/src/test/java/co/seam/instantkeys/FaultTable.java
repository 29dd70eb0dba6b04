package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.WireProtocol.HTTP_1;
import static co.seam.instantkeys.RawServer.WireProtocol.HTTP_2;
import static co.seam.instantkeys.RawServer.WireProtocol.TLS;
import static co.seam.instantkeys.RawServer.cut;
import static co.seam.instantkeys.RawServer.drop;
import static co.seam.instantkeys.RawServer.halfClose;
import static co.seam.instantkeys.RawServer.keyResponse;
import static co.seam.instantkeys.RawServer.pause;
import static co.seam.instantkeys.RawServer.reset;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.silence;
import static co.seam.instantkeys.RawServer.succeed;
import static co.seam.instantkeys.RawServer.trickle;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.CannedResponse;
import co.seam.instantkeys.RawServer.WireProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Interceptor;

/**
 * The promise of this SDK, fault by fault: what the caller of a create sees and how many requests are on the wire for
 * it, the same for a read, and how to produce the fault. {@link FaultTableTest} asserts it.
 */
final class FaultTable {
    static final String SUCCESS = "success";
    static final String UNKNOWN = "SeamConnectionException, outcome unknown";
    private static final String NOT_PROCESSED = "SeamConnectionException, not processed";
    private static final String TIMEOUT_UNKNOWN = "SeamTimeoutException, outcome unknown";
    private static final String TIMEOUT_NOT_PROCESSED = "SeamTimeoutException, not processed";
    private static final String INTERRUPTED = ", interrupt flag set";
    private static final String UNREADABLE = "SeamResponseException 200";
    private static final String UNREADABLE_UNKNOWN = UNREADABLE + ", outcome unknown";

    private static final String HTML = "<html><body><h1>Bad gateway</h1></body></html>";

    private static final String DUPLICATE =
            "{\"error\":{\"type\":\"duplicate\",\"message\":\"There is one.\"},\"ok\":false}";

    private static final byte[] PLAIN_HTTP =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\n\r\n";

    /** An address where nothing listens, in this and all other tests. */
    private static final String UNUSED_ADDRESS = "127.0.0.9";

    /** The timeout of an attempt in the rows about timeouts. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private FaultTable() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(
                // No fault, or one that the client works around
                row("none").when(script(succeed())).sees(SUCCESS, 1, SUCCESS, 1),
                row("response after 10.5 s") // OkHttp itself would wait 10 s
                        .when(script(pause(10_500).then(succeed())))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_1),
                row("first of two addresses refuses the connection")
                        .when(addresses(UNUSED_ADDRESS, "127.0.0.1"), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("first of two addresses breaks the TLS handshake")
                        .when(fixture ->
                                fixture.serveAfter(Socket::close, succeed()).serve(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(TLS, HTTP_2),

                // The server processes the request, and its response is lost or unreadable
                row("processes, then drops; fresh connection")
                        .when(script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then drops; kept connection")
                        .when(afterACall(succeed()), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then drops; two addresses")
                        .when(fixture -> fixture.serve(drop(), succeed()).serve(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then drops; two addresses, both do")
                        .when(fixture -> fixture.serve(drop()).serve(drop()))
                        .sees(UNKNOWN, 1, UNKNOWN, 3),
                row("processes, then drops; first of two addresses refuses the connection")
                        .when(addresses(UNUSED_ADDRESS, "127.0.0.1"), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then drops, always").when(script(drop())).sees(UNKNOWN, 1, UNKNOWN, 3),
                row("processes, then resets; fresh connection")
                        .when(script(reset(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then resets; kept connection")
                        .when(afterACall(succeed()), script(reset(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then half-closes; fresh connection")
                        .when(script(halfClose(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("processes, then half-closes; kept connection")
                        .when(afterACall(succeed()), script(halfClose(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("response cut in its head")
                        .when(script(cut(keyResponse("guest"), 12)))
                        .sees(UNKNOWN, 1, UNKNOWN, 3),
                row("response cut in its body")
                        .when(script(cut(keyResponse("guest"), 200)))
                        .sees(UNKNOWN, 1, UNKNOWN, 3),
                row("chunked response cut in its body")
                        .when(script(cut(keyResponse("guest").inChunks(), 200)))
                        .sees(UNKNOWN, 1, UNKNOWN, 3)
                        .over(HTTP_1, TLS),
                row("response is not HTTP")
                        .when(script(client -> client.write("hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII))))
                        .sees(UNKNOWN, 1, UNKNOWN, 3)
                        .over(HTTP_1, TLS),
                row("response of negative length")
                        .when(script(raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}"), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_1, TLS),
                row("two times 103 before the response; success with OkHttp 5")
                        .when(script(raw(EARLY_HINTS).then(raw(EARLY_HINTS)).then(succeed())))
                        .sees(UNKNOWN, 1, UNKNOWN, 3)
                        .succeedsWithOkHttp5()
                        .over(HTTP_1, TLS),
                row("two times 100 before the response; success with OkHttp 5")
                        .when(script(raw(CONTINUE).then(raw(CONTINUE)).then(succeed())))
                        .sees(UNKNOWN, 1, UNKNOWN, 3)
                        .succeedsWithOkHttp5()
                        .over(HTTP_1, TLS),
                row("response in gzip of two members")
                        .when(script(respond(encoded("gzip", gzip(2)))))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("response in gzip with bytes behind it")
                        .when(script(respond(encoded("gzip", gzip(1), new byte[9]))))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("response in an encoding that was not asked for: br")
                        .when(script(respond(encoded("br", gzip(1)))))
                        .sees(UNREADABLE_UNKNOWN, 1, UNREADABLE, 1),
                row("101")
                        .when(script(
                                raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")))
                        .sees(UNKNOWN, 1, UNKNOWN, 3)
                        .over(HTTP_1, TLS),
                // Timeouts
                row("no response")
                        .when(script(silence()))
                        .sees(TIMEOUT_UNKNOWN, 1, TIMEOUT_UNKNOWN, 3)
                        .within(SHORT),
                row("a byte every 150 ms")
                        .when(script(trickle(keyResponse("guest"), 150)))
                        .sees(TIMEOUT_UNKNOWN, 1, TIMEOUT_UNKNOWN, 3)
                        .within(SHORT),
                row("409, its body a byte every 150 ms") // over HTTP/1.1 its head alone would take too long
                        .when(script(trickle(CannedResponse.of(409, HTML), 150)))
                        .sees("SeamConflictException 409", 1, "SeamConflictException 409", 1)
                        .over(HTTP_2)
                        .within(SHORT),
                row("no response to the connect; connect timeout")
                        .when(fixture -> fixture.unresponsive().client().connectTimeout(SHORT))
                        .sees(TIMEOUT_NOT_PROCESSED, 0, TIMEOUT_NOT_PROCESSED, 0)
                        .over(HTTP_1),
                row("no response to the connect; timeout of the attempt")
                        .when(fixture -> fixture.unresponsive())
                        .sees(TIMEOUT_NOT_PROCESSED, 0, TIMEOUT_NOT_PROCESSED, 0)
                        .over(HTTP_1)
                        .within(SHORT),
                row("no response to the TLS handshake")
                        .when(fixture -> fixture.serveAfter(
                                socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()),
                                succeed()))
                        .sees(TIMEOUT_NOT_PROCESSED, 0, TIMEOUT_NOT_PROCESSED, 0)
                        .over(TLS, HTTP_2)
                        .within(SHORT),

                // Nothing was sent
                row("host name unknown").when(addresses(), script(succeed())).sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0),
                row("connection refused")
                        .when(addresses(UNUSED_ADDRESS), script(succeed()))
                        .sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0),
                row("connection refused by both addresses")
                        .when(addresses(UNUSED_ADDRESS, "127.0.0.10"), script(succeed()))
                        .sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0),
                row("certificate not trusted")
                        .when(fixture -> fixture.serve(succeed()).trusting = false)
                        .sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .withoutRecovery()
                        .after(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .over(TLS, HTTP_2),
                row("certificate of another host")
                        .when(fixture -> fixture.serve(succeed()).host = "127.0.0.1")
                        .sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .withoutRecovery()
                        .after(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .over(TLS, HTTP_2),
                row("TLS handshake dropped")
                        .when(fixture -> fixture.serveAfter(Socket::close, succeed()))
                        .sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .over(TLS, HTTP_2),
                row("no TLS where it is expected")
                        .when(fixture -> fixture.serveAfter(
                                        socket -> socket.getOutputStream().write(PLAIN_HTTP), succeed())
                                .scheme = "https")
                        .sees(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .withoutRecovery()
                        .after(NOT_PROCESSED, 0, NOT_PROCESSED, 0)
                        .over(HTTP_1),
                row("closes the fresh connection unread") // the client cannot know that it was not read
                        .when(fixture -> fixture.serveAfter(Socket::close, succeed()))
                        .sees(UNKNOWN, 0, UNKNOWN, 0)
                        .over(HTTP_1),

                // The connection was closed while it was idle
                row("idle connection, still open")
                        .when(afterACall(succeed()), idle(), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("idle connection, closed by the server 0.2 s ago")
                        .when(afterACall(succeed().then(pause(100)).then(drop())), idle(), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("idle connection, reset by the server 0.2 s ago")
                        .when(afterACall(succeed().then(pause(100)).then(reset())), idle(), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("idle connection, half-closed by the server 0.2 s ago")
                        .when(afterACall(succeed().then(pause(100)).then(halfClose())), idle(), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("idle connection, sent 408 and closed by the server 0.2 s ago")
                        .when(
                                afterACall(succeed()
                                        .then(pause(100))
                                        .then(respond(408, "", "Connection: close"))
                                        .then(drop())),
                                idle(),
                                script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_1, TLS),
                row("five idle connections, all closed by the server 0.2 s ago")
                        .when(afterCalls(5, succeed().then(pause(100)).then(drop())), idle(), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_1, TLS),
                row("twenty idle connections of a caller's pool, all closed by the server 0.2 s ago")
                        .when(
                                fixture -> fixture.client().connectionPool(new ConnectionPool(20, 1, TimeUnit.MINUTES)),
                                afterCalls(20, succeed().then(pause(100)).then(drop())),
                                idle(),
                                script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_1, TLS),

                // The connection swallows everything and stays open
                row("fresh connection swallows everything from the first byte on; client of the SDK")
                        .when(fixture -> fixture.forwardAfter(1), script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .over(HTTP_1)
                        .within(SHORT),
                row("all connections swallow everything from the first byte on; client of the SDK")
                        .when(fixture -> fixture.forwardAfter(Integer.MAX_VALUE), script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, TIMEOUT_UNKNOWN, 0)
                        .over(HTTP_1)
                        .within(SHORT),
                row("fresh connection swallows everything from the request on")
                        .when(FaultTable::swallowFirst, script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .within(SHORT),
                row("processes, then the fresh connection swallows everything")
                        .when(fixture -> fixture.forward().serve(fixture.swallow(), succeed()))
                        .sees(TIMEOUT_UNKNOWN, 1, SUCCESS, 2)
                        .within(SHORT),
                row("processes, then the kept connection swallows everything")
                        .when(
                                afterACall(succeed()),
                                fixture -> fixture.forward().serve(fixture.swallow(), succeed()))
                        .sees(TIMEOUT_UNKNOWN, 1, SUCCESS, 2)
                        .within(SHORT),
                row("kept connection swallows everything")
                        .when(afterACall(succeed()), FaultTable::swallow, script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .within(SHORT),
                row("kept connection swallows everything; total timeout")
                        .when(
                                afterACall(succeed()),
                                FaultTable::swallow,
                                fixture -> fixture.totalTimeout = SHORT,
                                script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, TIMEOUT_UNKNOWN, 0)
                        .within(SHORT.multipliedBy(10)),
                row("idle connection swallows everything")
                        .when(afterACall(succeed()), idle(), FaultTable::swallow, script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .within(SHORT),
                row("idle connection swallows everything; client of the caller") // TLS and HTTP/2 have one in any case
                        .when(
                                FaultFixture::client,
                                afterACall(succeed()),
                                idle(),
                                FaultTable::swallow,
                                script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .over(HTTP_1)
                        .within(SHORT),
                row("five idle connections swallow everything")
                        .when(
                                fixture -> fixture.streamLimit = 1,
                                afterCalls(5, succeed()),
                                idle(),
                                FaultTable::swallow,
                                script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .within(SHORT),
                row("swallows everything after half of the head of the response")
                        .when(fixture -> fixture.forward()
                                .serve(beginning(keyResponse("guest"), 12).then(fixture.swallow()), succeed()))
                        .sees(TIMEOUT_UNKNOWN, 1, SUCCESS, 2)
                        .within(SHORT),
                row("swallows everything after half of the body of the response")
                        .when(fixture -> fixture.forward()
                                .serve(beginning(keyResponse("guest"), 200).then(fixture.swallow()), succeed()))
                        .sees(TIMEOUT_UNKNOWN, 1, SUCCESS, 2)
                        .within(SHORT),
                row("swallows all requests while another call on the connection waits for its response, and gets it")
                        .when(fixture -> fixture.alongside(true).serve(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .over(HTTP_2)
                        .within(SHORT),
                row("no response to one call, while another on the connection waits for its response, and gets it")
                        .when(fixture -> fixture.alongside(false).serve(silence(), succeed()))
                        .sees(TIMEOUT_UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2)
                        .within(SHORT),
                row("kept connection swallows everything; interceptor that wraps failures")
                        .when(
                                interceptor(CallersClient::wrapFailuresUnchecked),
                                afterACall(succeed()),
                                FaultTable::swallow,
                                script(succeed()))
                        .sees(UNKNOWN, 0, SUCCESS, 1)
                        .within(SHORT),
                row("kept connection swallows everything; interceptor that responds itself after a failure")
                        .when(
                                interceptor(CallersClient::fallBack),
                                afterACall(succeed()),
                                FaultTable::swallow,
                                script(succeed()))
                        .sees(TIMEOUT_UNKNOWN, 0, SUCCESS, 1)
                        .within(SHORT),
                row("kept connection swallows everything; enqueued")
                        .when(afterACall(succeed()), FaultTable::swallow, script(succeed()))
                        .sees("InterruptedIOException", 0, SUCCESS, 1)
                        .within(SHORT)
                        .enqueued(),
                row("idle connection swallows everything; enqueued")
                        .when(afterACall(succeed()), idle(), FaultTable::swallow, script(succeed()))
                        .sees("InterruptedIOException", 0, SUCCESS, 1)
                        .within(SHORT)
                        .enqueued(),
                row("processes, then the fresh connection swallows everything; enqueued")
                        .when(fixture -> fixture.forward().serve(fixture.swallow(), succeed()))
                        .sees("InterruptedIOException", 1, SUCCESS, 2)
                        .within(SHORT)
                        .enqueued(),

                // Interrupts
                row("interrupted while it waits for the response")
                        .when(fixture -> fixture.serve(fixture.interrupt()))
                        .sees(UNKNOWN + INTERRUPTED, 1, UNKNOWN + INTERRUPTED, 1)
                        .withMessage("interrupted"),
                row("interrupted on a connection that swallows everything")
                        .when(fixture ->
                                fixture.forward().serve(fixture.swallow().then(fixture.interrupt()), succeed()))
                        .sees(UNKNOWN + INTERRUPTED, 1, UNKNOWN + INTERRUPTED, 1)
                        .withMessage("interrupted"),
                row("interrupted in the body of the response")
                        .when(fixture -> fixture.serve(beginning(keyResponse("guest"), 200)
                                .then(pause(100))
                                .then(fixture.interrupt())))
                        .sees(UNKNOWN + INTERRUPTED, 1, UNKNOWN + INTERRUPTED, 1)
                        .withMessage("interrupted"),
                row("interrupted; interceptor that clears the flag")
                        .when(interceptor(CallersClient::clearInterrupt), fixture -> fixture.serve(fixture.interrupt()))
                        .sees(UNKNOWN + INTERRUPTED, 1, UNKNOWN + INTERRUPTED, 1)
                        .withMessage("interrupted"),
                row("interceptor is interrupted and throws the InterruptedException")
                        .when(interceptorOnce(CallersClient::interruptedWhileItWaits), script(succeed()))
                        .sees(NOT_PROCESSED + INTERRUPTED, 0, NOT_PROCESSED + INTERRUPTED, 0)
                        .withMessage("interrupted"),
                row("interceptor is interrupted and swallows the InterruptedException")
                        .when(interceptorOnce(CallersClient::swallowInterrupt), script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("interceptor is interrupted and clears the flag after the call ended")
                        .when(interceptorOnce(CallersClient::swallowInterruptLate), script(succeed()))
                        .sees(NOT_PROCESSED + INTERRUPTED, 0, NOT_PROCESSED + INTERRUPTED, 0)
                        .withMessage("interrupted"),
                row("interrupted; listener whose canceled() throws an error")
                        .when(listener(CallersClient.throwingListener()), fixture -> fixture.serve(fixture.interrupt()))
                        .sees(UNKNOWN + INTERRUPTED, 1, UNKNOWN + INTERRUPTED, 1),
                row("interrupted; listener whose canceled() blocks for 3 s")
                        .when(listener(CallersClient.blockingListener()), fixture -> fixture.serve(fixture.interrupt()))
                        .sees(UNKNOWN + INTERRUPTED, 1, UNKNOWN + INTERRUPTED, 1),
                row("no response; listener whose canceled() throws an error")
                        .when(listener(CallersClient.throwingListener()), script(silence()))
                        .sees(TIMEOUT_UNKNOWN, 1, TIMEOUT_UNKNOWN, 3)
                        .within(SHORT),
                row("no response; listener whose canceled() blocks for 3 s")
                        .when(listener(CallersClient.blockingListener()), script(silence()))
                        .sees(TIMEOUT_UNKNOWN, 1, TIMEOUT_UNKNOWN, 3)
                        .within(SHORT),

                // Faults of HTTP/2 only
                row("REFUSED_STREAM")
                        .when(script(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM), succeed()))
                        .sees(NOT_PROCESSED, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("REFUSED_STREAM; two addresses")
                        .when(fixture -> fixture.serve(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM), succeed())
                                .serve(succeed()))
                        .sees(NOT_PROCESSED, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("part of a response, then REFUSED_STREAM")
                        .when(script(
                                partOf(RawServer.keyResponse("guest"))
                                        .then(pause(100))
                                        .then(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM)),
                                succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("part of a response, then GOAWAY")
                        .when(script(
                                partOf(RawServer.keyResponse("guest"))
                                        .then(pause(100))
                                        .then(RawHttp2.goAway(0)),
                                succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("103, then REFUSED_STREAM")
                        .when(script(
                                RawHttp2.interim(103).then(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM)), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("stream reset: CANCEL")
                        .when(script(RawHttp2.resetStream(RawHttp2.CANCEL), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("stream reset: INTERNAL_ERROR")
                        .when(script(RawHttp2.resetStream(RawHttp2.INTERNAL_ERROR), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("stream reset: ENHANCE_YOUR_CALM")
                        .when(script(RawHttp2.resetStream(RawHttp2.ENHANCE_YOUR_CALM), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("GOAWAY, request not processed")
                        .when(script(RawHttp2.goAway(0), succeed()))
                        .sees(NOT_PROCESSED, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("GOAWAY, then the response")
                        .when(script(RawHttp2.goAway(Integer.MAX_VALUE).then(succeed())))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_2),
                row("GOAWAY, then drops")
                        .when(script(RawHttp2.goAway(Integer.MAX_VALUE).then(drop()), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("GOAWAY while the request is on its way to a kept connection")
                        .when(CallersClient::goAwayBeforeTheSecondRequest)
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_2),
                row("GOAWAY 0.2 s ago")
                        .when(
                                afterACall(succeed().then(pause(100)).then(RawHttp2.goAway(Integer.MAX_VALUE))),
                                idle(),
                                script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1)
                        .over(HTTP_2),

                // Clients and interceptors of the caller
                row("drops once; retrying interceptor")
                        .when(interceptor(CallersClient::retry), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .withMessage("an interceptor of the OkHttpClient repeats calls"),
                row("drops a kept connection; retrying interceptor")
                        .when(interceptor(CallersClient::retry), afterACall(succeed()), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .withMessage("an interceptor of the OkHttpClient repeats calls"),
                row("503 once; retrying interceptor")
                        .when(interceptor(CallersClient::retry), script(respond(503, ""), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .withMessage("an interceptor of the OkHttpClient repeats calls"),
                row("connection fails once; retrying interceptor")
                        .when(
                                interceptor(CallersClient::retry),
                                fixture -> fixture.serve(succeed()).client().dns(CallersClient.knownTheSecondTime()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("drops once, then connection refused; retrying interceptor")
                        .when(
                                interceptor(CallersClient::retry),
                                fixture -> fixture.serve(drop()).client().dns(CallersClient.knownTheFirstTime(fixture)))
                        .sees(UNKNOWN, 1, UNKNOWN, 1),
                row("drops a kept connection; interceptor with a body of its own")
                        .when(interceptor(CallersClient::replaceBody), afterACall(succeed()), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("drops; interceptor that builds the request from scratch, twice")
                        .when(interceptor(CallersClient::buildFromScratch), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("drops; two addresses; interceptor with a body of its own")
                        .when(
                                interceptor(CallersClient::replaceBody),
                                fixture -> fixture.serve(drop(), succeed()).serve(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("408; interceptor with a body of its own")
                        .when(interceptor(CallersClient::replaceBody), script(respond(408, "")))
                        .sees("SeamApiException 408, outcome unknown", 1, "SeamApiException 408", 3),
                row("503, Retry-After: 0; interceptor with a body of its own")
                        .when(interceptor(CallersClient::replaceBody), script(respond(503, "", "Retry-After: 0")))
                        .sees("SeamServerException 503, outcome unknown", 1, "SeamServerException 503", 3),
                row("interceptor fails after the response")
                        .when(interceptor(CallersClient::failAfterwards), script(succeed()))
                        .sees(UNKNOWN, 1, UNKNOWN, 3)
                        .after(UNKNOWN, 1, UNKNOWN, 3),
                row("drops; interceptor that sends by a client of its own")
                        .when(interceptor(CallersClient::sendElsewhere), script(drop()))
                        .sees(UNKNOWN, 1, UNKNOWN, 3),
                row("REFUSED_STREAM; interceptor that sends by a client of its own after a failure")
                        .when(
                                interceptor(CallersClient::sendElsewhereAfterAFailure),
                                script(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM), succeed()))
                        .sees(SUCCESS, 2, SUCCESS, 2)
                        .over(HTTP_2),
                row("REFUSED_STREAM, then drops; interceptor that sends by a client of its own after a failure")
                        .when(
                                interceptor(CallersClient::sendElsewhereAfterAFailure),
                                script(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM), drop(), succeed()))
                        .sees(UNKNOWN, 2, SUCCESS, 3)
                        .over(HTTP_2),
                row("part of a response, then REFUSED_STREAM; interceptor that reads the body")
                        .when(
                                interceptor(CallersClient::readBody),
                                script(
                                        partOf(keyResponse("guest"))
                                                .then(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM)),
                                        succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("part of a response, then REFUSED_STREAM; network interceptor that reads the body")
                        .when(
                                networkInterceptor(CallersClient::readBody),
                                script(
                                        partOf(keyResponse("guest"))
                                                .then(RawHttp2.resetStream(RawHttp2.REFUSED_STREAM)),
                                        succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2)
                        .over(HTTP_2),
                row("connection refused; interceptor with a body of its own") // which it may have sent by other means
                        .when(interceptor(CallersClient::replaceBody), addresses(UNUSED_ADDRESS), script(succeed()))
                        .sees(UNKNOWN, 0, UNKNOWN, 0),
                row("interceptor throws a checked exception before the request")
                        .when(
                                interceptorOnce(CallersClient.throwing(() -> new Exception("no token"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("interceptor throws a checked exception after the response")
                        .when(
                                interceptorOnce(CallersClient.throwingAfterwards(() -> new Exception("no token"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("network interceptor throws a checked exception before the request")
                        .when(
                                networkInterceptorOnce(CallersClient.throwing(() -> new Exception("no token"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("network interceptor throws a checked exception after the response")
                        .when(
                                networkInterceptorOnce(
                                        CallersClient.throwingAfterwards(() -> new Exception("no token"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("interceptor throws a RuntimeException before the request")
                        .when(
                                interceptorOnce(CallersClient.throwing(() -> new IllegalStateException("no metrics"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("interceptor throws a RuntimeException after the response")
                        .when(
                                interceptorOnce(CallersClient.throwingAfterwards(
                                        () -> new IllegalStateException("no metrics"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("network interceptor throws a RuntimeException before the request")
                        .when(
                                networkInterceptorOnce(
                                        CallersClient.throwing(() -> new IllegalStateException("no metrics"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("network interceptor throws a RuntimeException after the response")
                        .when(
                                networkInterceptorOnce(CallersClient.throwingAfterwards(
                                        () -> new IllegalStateException("no metrics"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("interceptor throws an error before the request")
                        .when(
                                interceptorOnce(CallersClient.throwing(() -> new AssertionError("no metrics"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("interceptor throws an error after the response")
                        .when(
                                interceptorOnce(
                                        CallersClient.throwingAfterwards(() -> new AssertionError("no metrics"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("network interceptor throws an error before the request")
                        .when(
                                networkInterceptorOnce(CallersClient.throwing(() -> new AssertionError("no metrics"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("network interceptor throws an error after the response")
                        .when(
                                networkInterceptorOnce(
                                        CallersClient.throwingAfterwards(() -> new AssertionError("no metrics"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("interceptor throws an IOException before the request")
                        .when(
                                interceptorOnce(CallersClient.throwing(() -> new IOException("no metrics"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("interceptor throws an IOException after the response")
                        .when(
                                interceptorOnce(CallersClient.throwingAfterwards(() -> new IOException("no metrics"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("network interceptor throws an IOException before the request")
                        .when(
                                networkInterceptorOnce(CallersClient.throwing(() -> new IOException("no metrics"))),
                                script(succeed()))
                        .sees(NOT_PROCESSED, 0, SUCCESS, 1),
                row("network interceptor throws an IOException after the response")
                        .when(
                                networkInterceptorOnce(
                                        CallersClient.throwingAfterwards(() -> new IOException("no metrics"))),
                                script(succeed()))
                        .sees(UNKNOWN, 1, SUCCESS, 2),
                row("interceptor throws a checked exception before the request; enqueued")
                        .when(
                                interceptorOnce(CallersClient.throwing(() -> new Exception("no token"))),
                                script(succeed()))
                        .sees("IOException", 0, SUCCESS, 1)
                        .enqueued(),
                row("interceptor throws a checked exception after the response; enqueued")
                        .when(
                                interceptorOnce(CallersClient.throwingAfterwards(() -> new Exception("no token"))),
                                script(succeed()))
                        .sees("IOException", 1, SUCCESS, 2)
                        .enqueued(),
                row("idle connection, closed by the server 0.2 s ago; interceptor that wraps failures")
                        .when(
                                interceptor(CallersClient::wrapFailures),
                                afterACall(succeed().then(pause(100)).then(drop())),
                                idle(),
                                script(succeed()))
                        .sees(SUCCESS, 1, SUCCESS, 1),
                row("401; the client has an authenticator")
                        .when(fixture -> fixture.serve(
                                        respond(401, "", "WWW-Authenticate: Basic realm=\"x\""), succeed())
                                .client()
                                .authenticator((route, response) -> response.request()))
                        .sees("SeamUnauthorizedException 401", 1, "SeamUnauthorizedException 401", 1),

                // Error responses that can be retried
                row("408")
                        .when(script(respond(408, "")))
                        .sees("SeamApiException 408, outcome unknown", 1, "SeamApiException 408", 3),
                row("408 once, kept connection")
                        .when(afterACall(succeed()), script(respond(408, ""), succeed()))
                        .sees("SeamApiException 408, outcome unknown", 1, SUCCESS, 2),
                row("421").when(script(respond(421, ""))).sees("SeamApiException 421", 1, "SeamApiException 421", 1),
                row("429")
                        .when(script(respond(429, "")))
                        .sees("SeamRateLimitException 429", 1, "SeamRateLimitException 429", 3),
                row("429 once, Retry-After: 1")
                        .when(script(respond(429, "", "Retry-After: 1"), succeed()))
                        .sees("SeamRateLimitException 429", 1, SUCCESS, 2),
                row("429, Retry-After: 3600")
                        .when(script(respond(429, "", "Retry-After: 3600")))
                        .sees("SeamRateLimitException 429", 1, "SeamRateLimitException 429", 1),
                row("500 text")
                        .when(script(respond(500, "Not implemented!")))
                        .sees("SeamServerException 500, outcome unknown", 1, "SeamServerException 500", 3),
                row("502 HTML")
                        .when(script(respond(502, HTML, "Content-Type: text/html")))
                        .sees("SeamServerException 502, outcome unknown", 1, "SeamServerException 502", 3),
                row("503, Retry-After: 4294967296")
                        .when(script(respond(503, "", "Retry-After: 4294967296")))
                        .sees("SeamServerException 503, outcome unknown", 1, "SeamServerException 503", 1),
                row("503 empty")
                        .when(script(respond(503, "")))
                        .sees("SeamServerException 503, outcome unknown", 1, "SeamServerException 503", 3),
                row("503 once")
                        .when(script(respond(503, ""), succeed()))
                        .sees("SeamServerException 503, outcome unknown", 1, SUCCESS, 2),
                row("503, Retry-After: 0")
                        .when(script(respond(503, "", "Retry-After: 0")))
                        .sees("SeamServerException 503, outcome unknown", 1, "SeamServerException 503", 3),
                row("503 once, Retry-After: 0; kept connection")
                        .when(afterACall(succeed()), script(respond(503, "", "Retry-After: 0"), succeed()))
                        .sees("SeamServerException 503, outcome unknown", 1, SUCCESS, 2),
                row("504")
                        .when(script(respond(504, "{\"ok\":false}")))
                        .sees("SeamServerException 504, outcome unknown", 1, "SeamServerException 504", 3),
                row("503, after an outage in which 50 reads failed")
                        .when(afterAnOutage(), script(respond(503, "")))
                        .sees("SeamServerException 503, outcome unknown", 1, "SeamServerException 503", 1),
                row("processes, then drops, after an outage in which 50 reads failed")
                        .when(afterAnOutage(), script(drop(), succeed()))
                        .sees(UNKNOWN, 1, UNKNOWN, 1),
                row("503, then drops in its body")
                        .when(script(cut(CannedResponse.of(503, HTML, "Server: x"), 60)))
                        .sees("SeamServerException 503, outcome unknown", 1, "SeamServerException 503", 3),

                // Error responses that are final, and unreadable responses
                row("400 HTML")
                        .when(script(respond(400, HTML)))
                        .sees("SeamInvalidInputException 400", 1, "SeamInvalidInputException 400", 1),
                row("404 text")
                        .when(script(respond(404, "404")))
                        .sees("SeamNotFoundException 404", 1, "SeamNotFoundException 404", 1),
                row("409")
                        .when(script(respond(409, DUPLICATE)))
                        .sees("SeamConflictException 409", 1, "SeamConflictException 409", 1),
                row("200 HTML").when(script(respond(200, HTML))).sees(UNREADABLE_UNKNOWN, 1, UNREADABLE, 1),
                row("200 empty").when(script(respond(200, ""))).sees(UNREADABLE_UNKNOWN, 1, UNREADABLE, 1),
                row("200, JSON cut, length right")
                        .when(script(respond(200, "{\"ok\":true,\"instant_k")))
                        .sees(UNREADABLE_UNKNOWN, 1, UNREADABLE, 1),
                row("200, the key is null")
                        .when(script(respond(200, "{\"ok\":true,\"instant_key\":null,\"instant_keys\":null}")))
                        .sees(UNREADABLE_UNKNOWN, 1, SUCCESS, 1)));
        for (int status : List.of(301, 302, 303, 307, 308)) {
            String read = "SeamApiException " + status;
            String create = read + ", outcome unknown";
            rows.add(row(status + " to the same host")
                    .when(script(respond(status, "", "Location: /elsewhere")))
                    .sees(create, 1, read, 1));
            rows.add(row(status + " to another host")
                    .when(fixture -> fixture.serve(respond(status, "", "Location: " + fixture.elsewhere())))
                    .sees(create, 1, read, 1));
        }
        return rows;
    }

    /* The parts of a row */

    static final class Row {
        final String fault;
        List<Setup> setups;
        String createSees;
        int createRequests;
        String readSees;
        int readRequests;
        String createAfterSees = SUCCESS;
        int createAfterRequests = 1;
        String readAfterSees = SUCCESS;
        int readAfterRequests = 1;

        /** Whether the server can be well again before the call after. */
        boolean recovers = true;

        /** Whether the calls are enqueued, by the raw API. */
        boolean enqueued;

        /** Whether OkHttp 5 notices no fault. */
        boolean succeedsWithOkHttp5;

        /** The protocols with this fault; by default, all. */
        List<WireProtocol> wires = List.of(WireProtocol.values());

        /** The timeout of an attempt; null if none is involved. */
        Duration timeout;

        /** A part of the message of a create. */
        String message = "";

        private Row(String fault) {
            this.fault = fault;
        }

        private Row when(Setup... setups) {
            this.setups = List.of(setups);
            return this;
        }

        private Row sees(String createSees, int createRequests, String readSees, int readRequests) {
            this.createSees = createSees;
            this.createRequests = createRequests;
            this.readSees = readSees;
            this.readRequests = readRequests;
            return this;
        }

        /** The same calls again, with the same client. */
        private Row after(String createSees, int createRequests, String readSees, int readRequests) {
            this.createAfterSees = createSees;
            this.createAfterRequests = createRequests;
            this.readAfterSees = readSees;
            this.readAfterRequests = readRequests;
            return this;
        }

        private Row withoutRecovery() {
            this.recovers = false;
            return this;
        }

        private Row enqueued() {
            this.enqueued = true;
            return this;
        }

        private Row succeedsWithOkHttp5() {
            this.succeedsWithOkHttp5 = true;
            return this;
        }

        private Row over(WireProtocol... wires) {
            this.wires = List.of(wires);
            return this;
        }

        private Row within(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        private Row withMessage(String text) {
            this.message = text;
            return this;
        }
    }

    /** One step of producing the fault of a row. */
    @FunctionalInterface
    interface Setup {
        Object in(FaultFixture fixture) throws IOException;
    }

    private static Row row(String fault) {
        return new Row(fault);
    }

    /** Sends a response of HTTP/1.1 as it is written here. */
    private static Behavior raw(String response) {
        return client -> client.write(response.getBytes(StandardCharsets.UTF_8));
    }

    private static CannedResponse encoded(String encoding, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return new CannedResponse(200, List.of("Content-Encoding: " + encoding), body.toByteArray(), false);
    }

    /** A response in as many members. */
    private static byte[] gzip(int members) {
        byte[] key = keyResponse("guest").body();
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        for (int i = 0; i < members; i++) {
            int from = i * key.length / members;
            int to = (i + 1) * key.length / members;
            try (OutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(key, from, to - from);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return zipped.toByteArray();
    }

    /** Sends the first bytes of the response. */
    private static Behavior beginning(CannedResponse response, int length) {
        return client -> client.write(client.bytes(response), length);
    }

    private static Behavior partOf(CannedResponse response) {
        return client -> {
            List<byte[]> pieces = client.pieces(response);
            for (byte[] piece : pieces.subList(0, pieces.size() / 2)) {
                client.write(piece);
            }
        };
    }

    /** Starts a server with the behaviors for the first request, the second, and so on. */
    private static Setup script(Behavior... script) {
        return fixture -> fixture.serve(script);
    }

    /** Sets the addresses of the host name. */
    private static Setup addresses(String... addresses) {
        return fixture -> fixture.addresses(addresses);
    }

    private static Setup interceptor(Interceptor interceptor) {
        return fixture -> fixture.client().addInterceptor(interceptor);
    }

    private static Setup networkInterceptor(Interceptor interceptor) {
        return fixture -> fixture.client().addNetworkInterceptor(interceptor);
    }

    /** Adds an interceptor that works on the first request only. */
    private static Setup interceptorOnce(Interceptor interceptor) {
        return fixture -> fixture.client().addInterceptor(CallersClient.once(interceptor));
    }

    private static Setup networkInterceptorOnce(Interceptor interceptor) {
        return fixture -> fixture.client().addNetworkInterceptor(CallersClient.once(interceptor));
    }

    private static Setup listener(EventListener.Factory factory) {
        return fixture -> fixture.client().eventListenerFactory(factory);
    }

    /** Swallows everything on all connections just before the call. */
    private static FaultFixture swallow(FaultFixture fixture) {
        fixture.swallowBefore = true;
        return fixture.forward();
    }

    /** Swallows everything on the first connection from its first request on. */
    private static FaultFixture swallowFirst(FaultFixture fixture) {
        fixture.client().addNetworkInterceptor(fixture.swallowFirst());
        return fixture.forward();
    }

    /** Makes a call before, so that the fault occurs on a connection that was used. */
    private static Setup afterACall(Behavior served) {
        return afterCalls(1, served);
    }

    /** Makes as many calls before, at the same time and so on as many connections. */
    private static Setup afterCalls(int calls, Behavior served) {
        return fixture -> fixture.before(calls, served);
    }

    /** Makes so many reads fail before that the client has no retries left. */
    private static Setup afterAnOutage() {
        return fixture -> fixture.outageBefore = true;
    }

    /** Leaves these connections idle for a while. */
    private static Setup idle() {
        return fixture -> fixture.idle = true;
    }
}
