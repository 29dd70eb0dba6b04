package co.seam.instantkeys.spring;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamCallListener;
import java.util.List;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the client of the application, unless it has a {@link Seam} bean of its own. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(SeamProperties.class)
public final class SeamAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    SeamConnectionDetails seamConnectionDetails(SeamProperties properties) {
        return new PropertiesConnectionDetails(properties);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Seam.class)
    static class ClientConfiguration {
        @Bean(destroyMethod = "close")
        SeamHttpClient seamHttpClient(
                ObjectProvider<OkHttpClient> existing,
                SeamProperties properties,
                ObjectProvider<SslBundles> bundles,
                ObjectProvider<HttpClientFeature> features) {
            return new SeamHttpClient(
                    existing,
                    properties,
                    bundles.getIfAvailable(),
                    features.orderedStream().toList());
        }

        @Bean(destroyMethod = "close")
        Seam seam(
                SeamProperties properties,
                SeamConnectionDetails details,
                SeamHttpClient httpClient,
                ObjectProvider<SeamCallListener> listeners,
                ObjectProvider<SeamBuilderCustomizer> customizers) {
            Seam.Builder builder = new SeamSettings(properties).builder(details);
            if (!httpClient.isDefault()) {
                builder.httpClient(httpClient::client);
            }
            List<SeamCallListener> all = listeners.orderedStream().toList();
            if (!all.isEmpty()) {
                builder.callListener(new CallListeners(all));
            }
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return SeamSettings.build(builder);
        }
    }
}
