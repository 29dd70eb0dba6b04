package co.seam.instantkeys.spring;

import co.seam.instantkeys.Seam;

/**
 * A bean that changes the client of the application before it is built, for what no property covers:
 *
 * <pre>{@code
 * @Bean
 * SeamBuilderCustomizer keyFromVault(Vault vault) {
 *     return seam -> seam.apiKey(vault::currentKey);
 * }
 * }</pre>
 *
 * <p>Runs after the properties were applied, so that it wins over them; several run in their order. Is not called if
 * the application has a {@link Seam} bean of its own.
 */
@FunctionalInterface
public interface SeamBuilderCustomizer {
    void customize(Seam.Builder builder);
}
