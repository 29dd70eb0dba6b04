/**
 * The Seam API for Instant Keys on your own machine: {@link co.seam.instantkeys.wiremock.SeamSandbox} starts an
 * in-memory server that remembers what it was told, for contract tests without a Seam account and without a network.
 *
 * <pre>{@code
 * try (SeamSandbox sandbox = SeamSandbox.start()) {
 *     HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/acs/entrances/list"))
 *             .header("Authorization", "Bearer " + sandbox.apiKey())
 *             .header("Content-Type", "application/json")
 *             .POST(HttpRequest.BodyPublishers.ofString("{\"search\": \"room\"}"))
 *             .build();
 * }
 * }</pre>
 */
@NullMarked
package co.seam.instantkeys.wiremock;

import org.jspecify.annotations.NullMarked;
