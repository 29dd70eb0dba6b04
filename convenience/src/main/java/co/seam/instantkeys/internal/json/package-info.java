@NullMarked
package co.seam.instantkeys.internal.json;

import org.jspecify.annotations.NullMarked;
