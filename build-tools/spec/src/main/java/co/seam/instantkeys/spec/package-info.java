/**
 * The command line of what maintainers run on {@code openapi/seam.yaml}. {@link SpecTool} lists the commands; each is
 * in the package of its name, and {@code openapi} holds what they share.
 */
package co.seam.instantkeys.spec;
