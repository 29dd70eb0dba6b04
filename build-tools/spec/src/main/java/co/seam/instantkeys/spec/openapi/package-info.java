/**
 * OpenAPI documents, whoever wrote them: {@link Document} reads and validates one, {@link Composition} flattens its
 * schemas, {@link YamlText} adds lines to its text. Knows no command.
 */
package co.seam.instantkeys.spec.openapi;
