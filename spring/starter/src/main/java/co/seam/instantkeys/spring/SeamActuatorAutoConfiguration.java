package co.seam.instantkeys.spring;

import java.util.List;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Masks the secrets in the properties and variables that the actuator shows, even if it is configured to show values.
 */
@AutoConfiguration(after = SeamAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.SanitizingFunction")
@EnableConfigurationProperties(SeamProperties.class)
public final class SeamActuatorAutoConfiguration {
    private static final String MASK = "******";

    /** Masks by value rather than by name: a secret may come from a variable of any name, or from the command line. */
    @Bean
    SanitizingFunction seamSanitizingFunction(SeamProperties properties, SeamConnectionDetails details) {
        List<String> secrets = SeamSettings.secrets(properties, details);
        return data -> {
            String masked = String.valueOf(data.getValue());
            for (String secret : secrets) {
                masked = masked.replace(secret, MASK);
            }
            return masked.equals(String.valueOf(data.getValue())) ? data : data.withValue(masked);
        };
    }
}
