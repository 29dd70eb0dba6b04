package co.seam.instantkeys.wiremock;

/**
 * Location of the WireMock stubs of the Seam API in this jar: one mapping file for each operation and outcome,
 * generated from the examples of the contract, for any WireMock server, embedded or stand-alone. Unlike
 * {@link SeamSandbox}, stubs have no state: an operation always sends the same response, whatever the request contains.
 *
 * <pre>{@code
 * WireMockServer server = new WireMockServer(
 *         WireMockConfiguration.options().dynamicPort().usingFilesUnderClasspath(SeamStubs.ROOT));
 * server.start();
 * }</pre>
 *
 * <p>For a stand-alone WireMock server, unpack the jar and start the server with
 * {@code --root-dir co/seam/instantkeys/wiremock/stubs}; or put the jar on its class path and start it with
 * {@code --load-resources-from-classpath co/seam/instantkeys/wiremock/stubs}.
 *
 * <p><b>The API key selects the outcome.</b> By default every operation succeeds. With {@code seam_stub_404}, every
 * operation responds with 404. With {@code seam_stub_access_grants_create_404}, only {@code /access_grants/create}
 * does, for a flow that fails halfway. In place of 404, the key can name 400 (with a validation error for each field),
 * 401, 429 (with {@code Retry-After: 1}) or 500. Personal access tokens start with {@code seam_at1_stub} in place of
 * {@code seam_stub}. A request without a key gets a 401.
 *
 * <p>The key selects the outcome, rather than a header or a WireMock scenario, because clients of every language let
 * their users set a key, and because clients with different keys do not affect each other.
 *
 * <p>To succeed, a request must be a POST with content type {@code application/json}. A request that matches no stub
 * gets WireMock's own page, which states why. Your own stubs take precedence, unless their priority number is above 7.
 * For intermittent errors, delays and broken connections, use the sandbox.
 */
public final class SeamStubs {
    /** Root directory of the stubs in the class path. Its only folder is {@code mappings}. */
    public static final String ROOT = "co/seam/instantkeys/wiremock/stubs";

    private SeamStubs() {}
}
