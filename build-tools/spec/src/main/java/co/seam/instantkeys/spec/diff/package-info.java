/**
 * {@code spec diff}: reports what a new version means for users. {@code JavaApi} compares jars; what the
 * wire means is for {@code Comparison}, as in {@code upstream}. {@code Checkout} builds each of the two versions.
 */
package co.seam.instantkeys.spec.diff;
