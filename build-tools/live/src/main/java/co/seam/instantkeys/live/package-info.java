/** Tests what {@code docs/assumptions.md} takes for granted about the real server, line by line. */
@NullMarked
package co.seam.instantkeys.live;

import org.jspecify.annotations.NullMarked;
