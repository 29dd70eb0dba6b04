/**
 * The sandbox of Seam Instant Keys in the tests, and in local runs, of a Spring Boot application:
 * {@link co.seam.instantkeys.spring.test.EnableSeamSandbox}.
 */
@NullMarked
package co.seam.instantkeys.spring.test;

import org.jspecify.annotations.NullMarked;
