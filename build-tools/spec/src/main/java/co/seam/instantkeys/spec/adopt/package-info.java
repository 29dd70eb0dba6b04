/**
 * {@code spec adopt}: writes operations and fields of the public document into the contract. {@code SpecMerger} decides
 * what to add, {@code ContractDraft} adds it to tree and text, {@code Examples} creates example values.
 */
package co.seam.instantkeys.spec.adopt;
