package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://connect.getseam.com, https://connect.getseam.com/",
        "https://connect.getseam.com/, https://connect.getseam.com/",
        "https://proxy.example/seam/api, https://proxy.example/seam/api/",
        "https://proxy.example/seam/api/, https://proxy.example/seam/api/",
        "http://127.0.0.1:8080, http://127.0.0.1:8080/",
        "http://localhost:8080, http://localhost:8080/",
        "http://[::1]:8080, http://[::1]:8080/",
        "HTTPS://EXAMPLE.com, https://example.com/",
    })
    void parse_usable_endsWithASlash(String endpoint, String url) {
        assertThat(Endpoint.parse("endpoint", endpoint, false).get()).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "connect.getseam.com, scheme",
        "ftp://connect.getseam.com, scheme",
        "https://, not a URL",
        "https://user:swordfish@host.example, user info",
        "https://host.example?key=swordfish, query",
        "http://host.example, plain http",
        "http://127.0.0.1.example, plain http",
    })
    void parse_unusable_statesWhyAndShowsNoSecret(String endpoint, String why) {
        assertThatThrownBy(() -> Endpoint.parse("endpoint", endpoint, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("swordfish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host.example", "http://10.0.0.7:9000"})
    void parse_plainHttpAllowed_isUsable(String endpoint) {
        assertThat(Endpoint.parse("endpoint", endpoint, true).get().isHttps()).isFalse();
    }

    /** What is parsed later must be what would have been parsed at once. */
    @Test
    void parse_anyHostAndPort_isRejectedAtOnceOrUsable() {
        Random random = new Random(7);
        String[] parts = {"a", "7", "seam", "-", ".", ":", "8", "0", "/", "xn--", "A", "a".repeat(60)};
        int usable = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder endpoint = new StringBuilder("https://");
            for (int length = 1 + random.nextInt(6); length > 0; length--) {
                endpoint.append(parts[random.nextInt(parts.length)]);
            }
            HttpUrl expected = HttpUrl.parse(endpoint.toString());
            if (expected == null) {
                assertThatThrownBy(() -> Endpoint.parse("endpoint", endpoint.toString(), false))
                        .as(endpoint.toString())
                        .hasMessage("endpoint is not a URL");
            } else {
                usable++;
                assertThat(Endpoint.parse("endpoint", endpoint.toString(), false)
                                .get())
                        .hasToString(expected + (expected.encodedPath().endsWith("/") ? "" : "/"));
            }
        }
        assertThat(usable).isBetween(1_000, 19_000);
    }

    @Test
    void build_blankEndpoint_isRejected() {
        assertThatThrownBy(() -> Seam.builder().endpoint(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint is blank");
    }
}
