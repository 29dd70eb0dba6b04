/**
 * The command-line tool that maintainers run on {@code openapi/seam.yaml}. {@link SpecTool} lists the commands. Each
 * one is in the package of its name; {@code openapi} has what they share.
 */
package co.seam.instantkeys.spec;
