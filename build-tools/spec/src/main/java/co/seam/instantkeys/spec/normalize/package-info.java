/**
 * {@code spec normalize}: puts a document into the form that the templates in {@code build-tools/generator} expect.
 * {@link Normalizer} rewrites operations, {@link NamedSchemas} schemas; {@code GeneratedSources} decides whether to
 * generate.
 */
package co.seam.instantkeys.spec.normalize;
