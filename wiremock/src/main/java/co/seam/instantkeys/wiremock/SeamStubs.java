package co.seam.instantkeys.wiremock;

/**
 * Where this jar keeps WireMock stubs of the Seam API: one mapping file for each operation and outcome, made from the
 * examples of the contract, for any WireMock, in process or not. Other than {@link SeamSandbox} they remember nothing:
 * an operation gives the same answer each time, whatever the request says.
 *
 * <pre>{@code
 * WireMockServer server = new WireMockServer(
 *         WireMockConfiguration.options().dynamicPort().usingFilesUnderClasspath(SeamStubs.ROOT));
 * server.start();
 * }</pre>
 *
 * <p>For a WireMock that runs by itself, unpack the jar and start it with
 * {@code --root-dir co/seam/instantkeys/wiremock/stubs}; or put the jar on its class path and start it with
 * {@code --load-resources-from-classpath co/seam/instantkeys/wiremock/stubs}.
 *
 * <p><b>The API key chooses the outcome.</b> Any key leads to the success. {@code seam_stub_404} leads to a 404 from every
 * operation, and {@code seam_stub_access_grants_create_404} to one from {@code /access_grants/create} and the success
 * elsewhere, for a flow that fails in the middle. In place of 404 there are 400, with a validation error at each field;
 * 401; 429, with {@code Retry-After: 1}; and 500. Personal access tokens begin with {@code seam_at1_stub} in place of
 * {@code seam_stub}. A request without a key gets a 401. It is the key, rather than a header or a scenario, since a key is
 * what clients of every language let their user set, and since clients with different keys do not get in each other's way.
 *
 * <p>A success wants a POST with content type {@code application/json}. What no stub fits gets WireMock's own page, which
 * says why. Stubs of yours win, unless you give them a priority above 7. For failures that come and go, delays and
 * broken connections, use the sandbox.
 */
public final class SeamStubs {
    /** The root directory within the class path. Its folder {@code mappings} holds all; there is no other folder. */
    public static final String ROOT = "co/seam/instantkeys/wiremock/stubs";

    private SeamStubs() {}
}
