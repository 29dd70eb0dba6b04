package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamWebhook;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Creates the verifier of webhook requests if its secret is set. */
@AutoConfiguration
@EnableConfigurationProperties(SeamProperties.class)
public final class SeamWebhookAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    @Conditional(SecretIsSet.class)
    SeamWebhook seamWebhook(SeamProperties properties) {
        return new SeamSettings(properties).webhook();
    }

    /** Without a look at the value, so that one that cannot be used is reported under the name of its property. */
    static final class SecretIsSet implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment().containsProperty("seam.webhook.secret");
        }
    }
}
