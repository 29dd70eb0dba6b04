package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An actuator that is set to show every value. */
class ActuatorTest {
    @Test
    void envAndConfigprops_showValues_maskTheSecrets() throws Exception {
        try (ConfigurableApplicationContext application = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--hotel.key=seam_SECRET7",
                "--seam.api-key=${hotel.key}",
                "--seam.webhook.secret=whsec_SECRET77",
                "--seam.webhook.tolerance=7m",
                "--management.endpoints.web.exposure.include=env,configprops",
                "--management.endpoint.env.show-values=always",
                "--management.endpoint.configprops.show-values=always")) {
            String port = application.getEnvironment().getRequiredProperty("local.server.port");

            String env = get(port, "env");
            String configprops = get(port, "configprops");

            assertThat(env)
                    .contains("seam.api-key", "hotel.key", "seam.webhook.secret")
                    .doesNotContain("SECRET7");
            assertThat(configprops).contains("PT7M", "******").doesNotContain("SECRET7");
        }
    }

    private static String get(String port, String endpoint) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
