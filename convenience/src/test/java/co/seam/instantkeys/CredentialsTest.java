package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String KEY = "seam_test1_abcdef";
    private static final String TOKEN = "seam_at1_abcdef";

    @ParameterizedTest
    @CsvSource({
        "seam_cst1_swordfish, client session token",
        "seam_pk1_swordfish, publishable key",
        "seam_at1_swordfish, personal access token",
        "eyJhbGciOi.swordfish, console session token",
        "sk_live_swordfish, starts with seam_",
    })
    void apiKey_wrongKind_isNamedAndNotShown(String token, String kind) {
        assertThatThrownBy(() -> Seam.withApiKey(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("apiKey is")
                .hasMessageContaining(kind)
                .hasMessageNotContaining("swordfish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void apiKey_blank_isRejected(String key) {
        assertThatThrownBy(() -> Seam.withApiKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apiKey is blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seam_sword\nfish",
                "seam_sword fish",
                "seam_sword\u007ffish",
                "seam_sword\u00e9fish",
                "seam_sword\u0000fish"
            })
    void apiKey_withCharactersInvalidInAHeader_isRejectedAndNotShown(String key) {
        assertThatThrownBy(() -> Seam.withApiKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("sword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seam_", "seam_at", "seam_pk", "seam_cst"})
    void apiKey_onlyAPrefix_isRejected(String key) {
        assertThatThrownBy(() -> Seam.withApiKey(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void apiKey_surroundedByWhiteSpace_isSentWithoutIt() {
        Headers headers = Credentials.apiKey("apiKey", " " + KEY + "\n").headers();

        assertThat(headers.get("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(headers.get("seam-workspace")).isNull();
    }

    @Test
    void inWorkspace_personalAccessToken_isSentWithTheOtherWorkspace() {
        Credentials credentials = Credentials.personalAccessToken("personalAccessToken", TOKEN, "one");

        Headers headers = credentials.inWorkspace("other").headers();

        assertThat(headers.get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(headers.get("seam-workspace")).isEqualTo("other");
        assertThat(credentials.headers().get("seam-workspace")).isEqualTo("one");
    }

    @Test
    void inWorkspace_apiKey_isRejected() {
        Credentials credentials = Credentials.apiKey("apiKey", KEY);

        assertThatThrownBy(() -> credentials.inWorkspace("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("workspaceId is for personal access tokens");
    }

    @Test
    void personalAccessToken_apiKey_isNamed() {
        assertThatThrownBy(() -> Seam.builder().personalAccessToken(KEY, "workspace"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("personalAccessToken is an API key")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void personalAccessToken_withoutWorkspace_isRejected() {
        assertThatThrownBy(() -> Seam.builder().personalAccessToken(TOKEN, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workspaceId is blank");
    }

    @Test
    void build_bothCredentials_isRejected() {
        var builder = Seam.builder().apiKey(KEY).personalAccessToken(TOKEN, "workspace");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose one");
    }

    @Test
    void build_noCredentials_namesWhatToCall() {
        assertThatThrownBy(() -> Seam.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apiKey, personalAccessToken or fromEnvironment");
    }

    @Test
    void environment_nothingSet_namesTheVariables() {
        assertThatThrownBy(() -> fromEnvironment(Map.of("SEAM_API_KEY", " ")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SEAM_API_KEY");
    }

    @Test
    void environment_bothCredentials_isRejected() {
        var builder = fromEnvironment(
                Map.of("SEAM_API_KEY", KEY, "SEAM_PERSONAL_ACCESS_TOKEN", TOKEN, "SEAM_WORKSPACE_ID", "w"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both set");
    }

    @Test
    void environment_tokenWithoutWorkspace_isRejected() {
        assertThatThrownBy(() -> fromEnvironment(Map.of("SEAM_PERSONAL_ACCESS_TOKEN", TOKEN))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SEAM_PERSONAL_ACCESS_TOKEN requires SEAM_WORKSPACE_ID to be set too");
    }

    @Test
    void environment_explicitKey_takesPrecedence() {
        var builder =
                fromEnvironment(Map.of("SEAM_PERSONAL_ACCESS_TOKEN", TOKEN)).apiKey(KEY);

        assertThatCode(() -> builder.build().close()).doesNotThrowAnyException();
    }

    @Test
    void environment_endpoint_isUsedUnlessSetInCode() {
        Map<String, String> environment =
                Map.of("SEAM_API_KEY", KEY, "SEAM_ENDPOINT", "https://a.example", "SEAM_API_URL", "https://b.example");

        try (Seam fromVariable = fromEnvironment(environment).build();
                Seam fromCode = fromEnvironment(environment)
                        .endpoint("https://c.example")
                        .build();
                Seam fromOldVariable = fromEnvironment(Map.of("SEAM_API_KEY", KEY, "SEAM_API_URL", "https://b.example"))
                        .build()) {
            assertThat(fromVariable).hasToString("Seam{endpoint=https://a.example/}");
            assertThat(fromCode).hasToString("Seam{endpoint=https://c.example/}");
            assertThat(fromOldVariable).hasToString("Seam{endpoint=https://b.example/}");
        }
    }

    private static Seam.Builder fromEnvironment(Map<String, String> environment) {
        return Seam.builder().fromEnvironment(environment);
    }

    @Test
    void fromEnvironment_deprecatedEndpointVariable_isUsedWithAWarning() {
        try (LogCapture logs = new LogCapture();
                Seam seam = Seam.builder()
                        .fromEnvironment(Map.of("SEAM_API_KEY", KEY, "SEAM_API_URL", "https://old.example"))
                        .build()) {
            assertThat(seam.toString()).contains("https://old.example");
            assertThat(logs.lines()).singleElement().asString().contains("SEAM_API_URL", "SEAM_ENDPOINT");
        }
    }

    @Test
    void fromEnvironment_bothEndpointVariables_usesTheNewOneWithoutAWarning() {
        try (LogCapture logs = new LogCapture();
                Seam seam = Seam.builder()
                        .fromEnvironment(Map.of(
                                "SEAM_API_KEY", KEY,
                                "SEAM_ENDPOINT", "https://new.example",
                                "SEAM_API_URL", "https://old.example"))
                        .build()) {
            assertThat(seam.toString()).contains("https://new.example");
            assertThat(logs.lines()).isEmpty();
        }
    }
}
