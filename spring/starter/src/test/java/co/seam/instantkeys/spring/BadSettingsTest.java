package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A setting that cannot be used stops the start with one paragraph, which never has the value. */
class BadSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class, SeamAutoConfiguration.class, SeamWebhookAutoConfiguration.class));

    /** The properties, the property that the message begins with, and what else it contains; "#" between them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seam.timeout=1s # No credentials for Seam # neither seam.api-key nor",
                "seam.api-key= # seam.api-key is set, but blank # environment variable",
                "seam.api-key=${SECRET7:} # seam.api-key is set, but blank # environment variable",
                "seam.api-key=${SECRET7} # seam.api-key contains a placeholder that nothing resolves # placeholder",
                "seam.api-key=SECRET7 # seam.api-key cannot be used # starts with seam_",
                "seam.api-key=seam_atSECRET7 # seam.api-key cannot be used # a personal access token",
                "seam.api-key=seam_SECRET7 SECRET7 # seam.api-key cannot be used # holds a space",
                "seam.api-key=seam_SECRET7;seam.personal-access-token=seam_atSECRET7;seam.workspace-id=w"
                        + " # Two credentials for Seam # seam.api-key and seam.personal-access-token",
                "seam.personal-access-token=seam_atSECRET7 # seam.personal-access-token is set # seam.workspace-id",
                "seam.personal-access-token= # seam.personal-access-token is set, but blank # remove",
                "seam.api-key=seam_ok;seam.endpoint=SECRET7.test # seam.endpoint cannot be used # https scheme",
                "seam.api-key=seam_ok;seam.endpoint= # seam.endpoint is set, but blank # placeholder",
                "seam.api-key=seam_ok;seam.endpoint=https://u:SECRET7@h # seam.endpoint cannot be used # user info",
                "seam.api-key=seam_ok;seam.endpoint=http://h.test # seam.endpoint cannot be used # plain http",
                "seam.api-key=seam_ok;seam.timeout=0s # seam.timeout cannot be used # positive",
                "seam.api-key=seam_ok;seam.total-timeout=-1s # seam.total-timeout cannot be used # positive",
                "seam.api-key=seam_ok;seam.max-retries=-1 # seam.max-retries cannot be used # negative",
                "seam.api-key=seam_ok;seam.max-response-size=0B # seam.max-response-size cannot be used # from 1",
                "seam.api-key=seam_ok;seam.connection-pool.max-idle=-1 # seam.connection-pool.max-idle # negative",
                "seam.api-key=seam_ok;seam.connection-pool.keep-alive=0s # seam.connection-pool.keep-alive # longer",
                "seam.api-key=seam_ok;seam.ssl.bundle=SECRET7 # seam.ssl.bundle names # spring.ssl.bundle.pem",
                "seam.api-key=seam_ok;seam.ssl.bundle=SECRET7;spring.ssl.bundle.pem.mine.truststore.certificate="
                        + "classpath:none.pem # seam.ssl.bundle names an SSL bundle that does not exist # mine",
                "seam.api-key=seam_ok;seam.ssl.bundle= # seam.ssl.bundle is set, but blank # remove it",
                "seam.api-key=seam_ok;seam.webhook.secret=whsec_SECRET7! # seam.webhook.secret cannot be used # Base64",
                "seam.api-key=seam_ok;seam.webhook.secret= # seam.webhook.secret is set, but blank # remove",
                "seam.api-key=seam_ok;seam.webhook.secret=${SECRET7} # seam.webhook.secret contains # placeholder",
                "seam.api-key=seam_ok;seam.webhook.secret=MfKQ9r8G;seam.webhook.previous-secret=SECRET7!"
                        + " # seam.webhook.previous-secret cannot be used # Base64",
                "seam.api-key=seam_ok;seam.webhook.secret=MfKQ9r8G;seam.webhook.tolerance=0s"
                        + " # seam.webhook.tolerance cannot be used # positive",
            })
    void start_badSetting_failsWithOneParagraphWithoutTheValue(String row) {
        List<String> parts = List.of(row.split(" # "));

        runner.withPropertyValues(parts.get(0).split(";")).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new SeamFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis)
                    .as("analysis of %s", context.getStartupFailure())
                    .isNotNull();
            assertThat(analysis.getDescription()).startsWith(parts.get(1)).doesNotContain("\n");
            assertThat(analysis.getAction()).isNotBlank().doesNotContain("\n");
            assertThat(analysis.getDescription() + analysis.getAction()).contains(parts.get(2));
            for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("SECRET7");
            }
        });
    }

    @Test
    void customizer_badKeys_isNamedAsTheReason() {
        runner.withPropertyValues("seam.api-key=seam_ok")
                .withBean(SeamBuilderCustomizer.class, () -> seam -> seam.personalAccessToken("seam_at1", "w"))
                .run(context -> assertThat(new SeamFailureAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getAction())
                        .contains("SeamBuilderCustomizer"));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void application_started_printsTheAnalysisInPlaceOfAStackTrace(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--seam.api-key=", "--spring.main.banner-mode=off"))
                .hasRootCauseInstanceOf(SeamConfigurationException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("seam.api-key is set, but blank.")
                .doesNotContain("\tat ");
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
