/**
 * A simulation of the Seam Instant Keys API on your own machine, for tests without a Seam account and without a
 * network. {@link co.seam.instantkeys.wiremock.SeamSandbox} starts a stateful server;
 * {@link co.seam.instantkeys.wiremock.SeamSandboxExtension} starts one for each JUnit 5 test. The examples on this page
 * work with any HTTP client.
 *
 * <h2>Call the sandbox</h2>
 *
 * <p>As in the API, every operation takes a POST with JSON. Reads also take a GET, updates a PATCH or PUT, and deletes
 * a DELETE.
 *
 * <pre>{@code
 * try (SeamSandbox sandbox = SeamSandbox.start()) {
 *     HttpRequest createGuest = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/user_identities/create"))
 *             .header("Authorization", "Bearer " + sandbox.apiKey())
 *             .header("Content-Type", "application/json")
 *             .POST(HttpRequest.BodyPublishers.ofString("{\"full_name\": \"Jane Doe\"}"))
 *             .build();
 *     HttpResponse<String> guest = HttpClient.newHttpClient().send(createGuest, HttpResponse.BodyHandlers.ofString());
 *
 *     assertEquals(200, guest.statusCode());
 *     sandbox.clock().advance(Duration.ofHours(48)); // every key created so far has now expired
 * }
 * }</pre>
 *
 * <h2>Make a call fail, and check that it was processed once</h2>
 *
 * <p>{@link co.seam.instantkeys.wiremock.SeamSandbox#onNext(String)} injects a fault into the next call of an
 * operation. {@link co.seam.instantkeys.wiremock.SeamSandbox#timesProcessed(String)} shows whether a client sent the
 * call again.
 *
 * <pre>{@code
 * sandbox.onNext("/access_grants/create").dropAfterProcessing();
 *
 * assertThrows(IOException.class, () -> client.send(createGrant, HttpResponse.BodyHandlers.ofString()));
 * assertEquals(1, sandbox.timesProcessed("/access_grants/create"));
 * }</pre>
 *
 * <h2>Use a stub</h2>
 *
 * <p>The stubs in {@link co.seam.instantkeys.wiremock.SeamStubs} are stateless; the API key selects the response.
 *
 * <pre>{@code
 * WireMockServer stubs = new WireMockServer(
 *         WireMockConfiguration.options().dynamicPort().usingFilesUnderClasspath(SeamStubs.ROOT));
 * stubs.start();
 * HttpRequest getKey = HttpRequest.newBuilder(URI.create(stubs.baseUrl() + "/instant_keys/get"))
 *         .header("Authorization", "Bearer seam_stub_404")
 *         .header("Content-Type", "application/json")
 *         .POST(HttpRequest.BodyPublishers.ofString("{\"instant_key_id\": \"5c8bdb54-1d2f-4c0e-9a7b-0a4f7d1e2b3c\"}"))
 *         .build();
 *
 * assertEquals(404, client.send(getKey, HttpResponse.BodyHandlers.ofString()).statusCode());
 * }</pre>
 */
@NullMarked
package co.seam.instantkeys.wiremock;

import org.jspecify.annotations.NullMarked;
