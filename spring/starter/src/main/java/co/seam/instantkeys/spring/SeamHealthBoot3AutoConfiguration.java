package co.seam.instantkeys.spring;

import co.seam.instantkeys.Seam;
import java.time.Clock;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Adds the health indicator {@code seam} for Spring Boot 3 if {@code seam.health.enabled} is set. The same as for
 * Spring Boot 4, except for the package of the indicator's classes.
 */
@AutoConfiguration(after = SeamAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
@ConditionalOnProperty("seam.health.enabled")
public final class SeamHealthBoot3AutoConfiguration {
    @Bean
    @ConditionalOnBean(Seam.class)
    @ConditionalOnMissingBean(name = "seamHealthIndicator")
    HealthIndicator seamHealthIndicator(Seam seam, SeamProperties properties) {
        return new Indicator(new SeamHealth(seam, properties.getHealth().getCacheFor(), Clock.systemUTC()));
    }

    private static final class Indicator extends AbstractHealthIndicator {
        private final SeamHealth health;

        Indicator(SeamHealth health) {
            this.health = health;
        }

        @Override
        protected void doHealthCheck(Health.Builder builder) {
            SeamHealth.Result result = health.check();
            builder.up().withDetail("checkedAt", result.checkedAt());
            if (result.failure() != null) {
                builder.down(result.failure());
            }
        }
    }
}
