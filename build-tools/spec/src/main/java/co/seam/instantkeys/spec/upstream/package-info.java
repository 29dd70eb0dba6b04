/**
 * {@code spec upstream}: compares the contract with the public document. {@link Comparison} finds differences between
 * two documents, {@code Deviations} removes those that are intended, {@code Findings} is the report.
 */
package co.seam.instantkeys.spec.upstream;
