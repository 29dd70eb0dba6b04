/**
 * {@code spec diff}: reports what a new version means for users. {@code JavaApi} compares jars, {@code Comparison}
 * compares requests and responses, as in {@code upstream}, and {@code Checkout} builds each of the two versions.
 */
package co.seam.instantkeys.spec.diff;
