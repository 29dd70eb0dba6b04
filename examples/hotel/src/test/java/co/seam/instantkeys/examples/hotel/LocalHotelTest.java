package co.seam.instantkeys.examples.hotel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.wiremock.SeamSandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Which API the hotel calls. */
@ExtendWith(OutputCaptureExtension.class)
class LocalHotelTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void run_withoutCredentials_isOnTheSandboxAndSaysSo(CapturedOutput output) throws Exception {
        assumeNoCredentials();
        try (ConfigurableApplicationContext hotel = run()) {
            SeamSandbox sandbox = hotel.getBean(SeamSandbox.class);

            assertThat(get(hotel)).contains("Sandbox at " + sandbox.endpoint() + ": no door is real.", "Jane Doe");
            assertThat(output).contains("no door is real", "The front desk is open: " + url(hotel));
        }
    }

    @Test
    void run_withApiKey_hasNoSandboxAndSaysSo(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext hotel =
                run("--seam.api-key=seam_test_key", "--seam.endpoint=https://api.invalid", "--seam.max-retries=0")) {
            assertThat(hotel.getBeansOfType(SeamSandbox.class)).isEmpty();
            assertThat(output).contains("The real API, https://api.invalid: keys open real doors.");
            assertThat(get(hotel)).contains("The real API", "Seam cannot be reached");
            assertThat(output).doesNotContain("seam_test_key");
        }
    }

    @Test
    void run_withoutWebhookSecret_acceptsNoMessage() throws Exception {
        try (ConfigurableApplicationContext hotel = run("--seam.api-key=seam_test_key")) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(url(hotel) + "seam/events"))
                            .POST(BodyPublishers.ofString("{}"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    /** As the packaged application does. */
    @Test
    void main_withoutCredentials_doesNotStart() {
        assumeNoCredentials();

        assertThatThrownBy(() -> HotelApplication.main(new String[] {"--server.port=0"}))
                .hasStackTraceContaining("No credentials for Seam");
    }

    private static void assumeNoCredentials() {
        assumeTrue(
                System.getenv("SEAM_API_KEY") == null && System.getenv("SEAM_PERSONAL_ACCESS_TOKEN") == null,
                "credentials are set in the environment");
    }

    private static ConfigurableApplicationContext run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--server.port=0";
        return SpringApplication.from(HotelApplication::main)
                .with(LocalHotel.class)
                .run(all)
                .getApplicationContext();
    }

    private static String url(ConfigurableApplicationContext hotel) {
        return "http://127.0.0.1:" + hotel.getEnvironment().getProperty("local.server.port") + "/";
    }

    private String get(ConfigurableApplicationContext hotel) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url(hotel))).build(), BodyHandlers.ofString())
                .body();
    }
}
