/** {@code spec lint}: checks the contract against the style rules, all of which are in {@link StyleRules}. */
package co.seam.instantkeys.spec.lint;
