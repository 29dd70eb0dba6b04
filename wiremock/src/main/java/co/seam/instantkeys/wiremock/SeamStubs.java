package co.seam.instantkeys.wiremock;

/**
 * Location of the WireMock stubs of the Seam API in this jar. There is one mapping file for each operation and outcome,
 * generated from the examples of the contract, for any WireMock server, embedded or stand-alone. Unlike
 * {@link SeamSandbox}, stubs are stateless: an operation always returns the same data, except for ids, keys and links
 * of the request, which it repeats.
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
 * <p><b>The API key selects the outcome.</b> The key {@code seam_stub_404} makes every operation return 404;
 * {@code seam_stub_access_grants_create_404} makes only {@code /access_grants/create} return 404, to test a flow that
 * fails halfway. The available errors are 400 (with a validation error for every field), 401, 404, 429 (with
 * {@code Retry-After: 1}) and 500. Every other key returns success, {@code seam_stub} itself included; no key returns
 * 401. The exception is a longer key that begins with {@code seam_stub} but selects nothing, such as
 * {@code seam_stub_403}: it returns 401, with a message that says so. Personal access tokens start with
 * {@code seam_at1_stub} in place of {@code seam_stub}.
 *
 * <p>It is the key that selects the outcome, and not a header or a WireMock scenario, because clients in every language
 * let their users set a key, and because clients with different keys do not affect each other.
 *
 * <p>To succeed, a request must be a POST with content type {@code application/json}. A request that matches no stub
 * gets WireMock's own page, which states the reason. Your own stubs take precedence, unless their priority number is
 * above 7. For intermittent errors, delays and broken connections, use the sandbox.
 */
public final class SeamStubs {
    /** Root directory of the stubs in the class path. Its only folder is {@code mappings}. */
    public static final String ROOT = "co/seam/instantkeys/wiremock/stubs";

    private SeamStubs() {}
}
