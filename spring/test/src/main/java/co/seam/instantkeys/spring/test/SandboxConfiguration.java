package co.seam.instantkeys.spring.test;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.spring.SeamConnectionDetails;
import co.seam.instantkeys.wiremock.SeamSandbox;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * The sandbox of one application context. It is a bean, and not started by a factory of the test, so that it is closed
 * with its context, is not started where a context is only processed ahead of time, and is the same in tests and local
 * runs.
 */
@Configuration(proxyBeanMethods = false)
class SandboxConfiguration {
    @Bean(destroyMethod = "close")
    SeamSandbox seamSandbox(ObjectProvider<SeamSandbox.Builder> settings) {
        return settings.getIfAvailable(SeamSandbox::builder).start();
    }

    @Bean
    @Primary
    SeamConnectionDetails seamSandboxConnectionDetails(SeamSandbox sandbox) {
        return new SeamConnectionDetails() {
            @Override
            public String getEndpoint() {
                return sandbox.endpoint();
            }

            @Override
            public String getApiKey() {
                return sandbox.apiKey();
            }
        };
    }

    /**
     * For applications that create a client or a verifier by themselves from the properties: they must not call the
     * real API, and have to accept the webhooks of the sandbox.
     */
    @Bean
    DynamicPropertyRegistrar seamSandboxProperties(SeamSandbox sandbox, SandboxWebhookDelivery delivery) {
        return properties -> {
            properties.add("seam.endpoint", sandbox::endpoint);
            properties.add("seam.api-key", sandbox::apiKey);
            properties.add("seam.webhook.secret", delivery::secret);
        };
    }

    @Bean
    SandboxWebhookDelivery seamSandboxWebhookDelivery(SeamSandbox sandbox, ApplicationContext context) {
        return new SandboxWebhookDelivery(sandbox, context);
    }

    @Bean
    @Primary
    SeamWebhook seamSandboxWebhook(SandboxWebhookDelivery delivery) {
        return SeamWebhook.withSecret(delivery.secret());
    }
}
