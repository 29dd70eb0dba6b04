@NullMarked
package co.seam.instantkeys.internal.transport;

import org.jspecify.annotations.NullMarked;
