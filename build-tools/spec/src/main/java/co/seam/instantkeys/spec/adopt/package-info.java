/**
 * {@code spec adopt}: writes operations and fields of the public document into the contract. {@code SpecMerger} decides what
 * to add and where, {@code Examples} makes up example values.
 */
package co.seam.instantkeys.spec.adopt;
