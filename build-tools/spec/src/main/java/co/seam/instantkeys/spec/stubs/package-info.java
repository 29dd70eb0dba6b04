/**
 * {@code spec stubs}: writes WireMock stubs from the examples of a document, one {@code StubMapping} for each operation
 * and outcome.
 */
package co.seam.instantkeys.spec.stubs;
