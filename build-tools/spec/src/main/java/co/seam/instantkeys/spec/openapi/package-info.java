/**
 * OpenAPI documents of any origin: {@link Document} reads and validates one, {@link Composition} flattens its schemas,
 * {@link YamlText} adds lines to its text. Depends on no command.
 */
package co.seam.instantkeys.spec.openapi;
