/** What maintainers run on {@code openapi/seam.yaml}: one class a verb, found from {@link SpecTool}. */
package co.seam.instantkeys.spec;
