/**
 * {@code spec adopt}: writes operations and fields of the public document into the contract. {@code SpecMerger} decides
 * what to add and {@code ChangeAdopter} what to change, {@code ContractDraft} does it in tree and text,
 * {@code Examples} creates example values. {@code DeviationsDraft} lists what the contract's style makes different.
 */
package co.seam.instantkeys.spec.adopt;
