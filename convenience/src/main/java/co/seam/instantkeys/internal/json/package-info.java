/**
 * The JSON reader behind the generated codecs.
 *
 * <p>Not part of the public API: anything here can change in any release.
 */
@NullMarked
package co.seam.instantkeys.internal.json;

import org.jspecify.annotations.NullMarked;
