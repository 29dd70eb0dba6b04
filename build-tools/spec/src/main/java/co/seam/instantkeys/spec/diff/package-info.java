/**
 * {@code spec diff}: reports what a new version means for users. {@code JavaApi} compares jars, {@code WireApi}
 * documents; {@code Checkout} builds each of the two versions.
 */
package co.seam.instantkeys.spec.diff;
