package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** What an IDE shows of the properties. */
class MetadataTest {
    @Test
    void properties_all_haveADescription() throws IOException {
        Map<String, JsonObject> properties = properties();

        assertThat(properties)
                .containsOnlyKeys(
                        "seam.allow-plain-http",
                        "seam.api-key",
                        "seam.connection-pool.keep-alive",
                        "seam.connection-pool.max-idle",
                        "seam.endpoint",
                        "seam.health.cache-for",
                        "seam.health.enabled",
                        "seam.log-personal-data",
                        "seam.log-requests",
                        "seam.max-response-size",
                        "seam.max-retries",
                        "seam.personal-access-token",
                        "seam.ssl.bundle",
                        "seam.timeout",
                        "seam.total-timeout",
                        "seam.webhook.max-body-size",
                        "seam.webhook.previous-secret",
                        "seam.webhook.secret",
                        "seam.webhook.tolerance",
                        "seam.webhook.unreadable-status",
                        "seam.workspace-id");
        properties.forEach((name, property) -> {
            assertThat(property.has("description"))
                    .as("description of %s", name)
                    .isTrue();
            assertThat(property.get("description").getAsString())
                    .matches("(?!The |A |An )[A-Z].*\\.")
                    .satisfies(text -> assertThat(text.startsWith("Whether "))
                            .as(name)
                            .isEqualTo(property.get("type").getAsString().equals("java.lang.Boolean")));
        });
        assertThat(properties.get("seam.timeout").get("defaultValue").getAsString())
                .isEqualTo("30s");
    }

    @Test
    void hints_ofTheUnreadableStatus_explainEach() throws IOException {
        JsonObject hint = metadata().getAsJsonArray("hints").get(0).getAsJsonObject();

        assertThat(hint.get("name").getAsString()).isEqualTo("seam.webhook.unreadable-status");
        assertThat(hint.getAsJsonArray("values")).hasSizeGreaterThan(1);
    }

    /** Those of the SDK are not public. */
    @Test
    void defaults_ofProperties_areThoseOfTheSdk() throws Exception {
        SeamProperties properties = new Binder().bindOrCreate("seam", Bindable.of(SeamProperties.class));

        assertThat(properties.getEndpoint()).isEqualTo(sdk("ENDPOINT"));
        assertThat(properties.getTimeout()).isEqualTo(sdk("TIMEOUT"));
        assertThat(properties.getTotalTimeout()).isEqualTo(sdk("TOTAL_TIMEOUT"));
        assertThat(properties.getMaxRetries()).isEqualTo(sdk("MAX_RETRIES"));
        assertThat(properties.getMaxResponseSize().toBytes()).isEqualTo(sdk("MAX_RESPONSE_BYTES"));
    }

    @Test
    void defaults_ofTheMetadata_areThoseOfTheProperties() throws IOException {
        MockEnvironment environment = new MockEnvironment();
        properties().forEach((name, property) -> {
            if (property.has("defaultValue")) {
                environment.setProperty(name, property.get("defaultValue").getAsString());
            }
        });

        assertThat(Binder.get(environment).bind("seam", SeamProperties.class).get())
                .usingRecursiveComparison()
                .isEqualTo(new SeamProperties());
    }

    @Test
    void toString_ofProperties_showsNoSecret() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("seam.api-key", "SECRET7")
                .withProperty("seam.personal-access-token", "SECRET7")
                .withProperty("seam.webhook.secret", "SECRET7")
                .withProperty("seam.webhook.previous-secret", "SECRET7");

        assertThat(Binder.get(environment)
                        .bind("seam", SeamProperties.class)
                        .get()
                        .toString())
                .doesNotContain("SECRET7");
    }

    private static Object sdk(String name) throws ReflectiveOperationException {
        Field field = Class.forName(Seam.class.getPackageName() + ".Defaults").getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private static Map<String, JsonObject> properties() throws IOException {
        Map<String, JsonObject> properties = new TreeMap<>();
        JsonArray all = metadata().getAsJsonArray("properties");
        for (JsonElement property : all) {
            properties.put(property.getAsJsonObject().get("name").getAsString(), property.getAsJsonObject());
        }
        return properties;
    }

    private static JsonObject metadata() throws IOException {
        try (InputStream in =
                Seam.class.getClassLoader().getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
            // of the starter: it comes first on the class path of its tests
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }
}
