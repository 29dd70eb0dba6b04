/**
 * Issue, read and revoke Seam Instant Keys: links that a guest taps to open a door. {@link co.seam.instantkeys.Seam} is the
 * way in, {@link co.seam.instantkeys.SeamException} the root of everything that goes wrong.
 *
 * <p>Resources, requests and answers are the generated models of {@code co.seam.instantkeys.generated.model}. Parameters
 * refuse null unless marked otherwise. Secrets (API keys, tokens, PINs, and the instant key URL, which opens the door for
 * whoever holds it) appear in no {@code toString()}, log line or exception message.
 */
@NullMarked
package co.seam.instantkeys;

import org.jspecify.annotations.NullMarked;
