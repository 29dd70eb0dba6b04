package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandbox;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Runs the hotel, as {@code mvn -q -Photel} does: on the sandbox, unless the credentials of a workspace are set. It is
 * among the tests, so that the packaged application has no sandbox, and does not start without credentials.
 */
@TestConfiguration(proxyBeanMethods = false)
@Conditional(LocalHotel.NoCredentials.class)
@EnableSeamSandbox
class LocalHotel {
    public static void main(String[] args) {
        SpringApplication.from(HotelApplication::main).with(LocalHotel.class).run(args);
    }

    /** Links open the guest's page of the sandbox; the window at {@code /__sandbox} shows what it holds. */
    @Bean
    SeamSandbox.Builder sandbox() {
        return SeamSandbox.builder().localLinks().window();
    }

    static final class NoCredentials extends NoneNestedConditions {
        NoCredentials() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty("seam.api-key")
        static class ApiKey {}

        @ConditionalOnProperty("seam.personal-access-token")
        static class PersonalAccessToken {}
    }
}
