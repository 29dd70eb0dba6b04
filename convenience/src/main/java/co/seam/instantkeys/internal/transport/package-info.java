/**
 * Sends requests and reads responses with OkHttp; has no domain logic. A Retrofit call enters
 * through {@link co.seam.instantkeys.internal.transport.Transport}; {@code TransportCall} runs its attempts,
 * {@code RetryPolicy} decides whether there is another, {@code AtMostOnceInterceptor} guards the connection, and
 * {@code ResponseBuffer} brings the response into memory. {@link co.seam.instantkeys.internal.transport.CallContext}
 * records what happened to a call, for the classes above that turn failures into exceptions.
 *
 * <p>Not part of the public API: anything here can change in any release.
 */
@NullMarked
package co.seam.instantkeys.internal.transport;

import org.jspecify.annotations.NullMarked;
