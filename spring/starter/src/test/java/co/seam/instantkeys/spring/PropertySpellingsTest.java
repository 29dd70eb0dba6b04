package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.SeamWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

/** The same settings, however an application spells them. */
class PropertySpellingsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String PREVIOUS_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private static final String YAML = """
            seam:
              personal-access-token: seam_at1
              workspace-id: "0815"
              endpoint: https://seam.test
              allow-plain-http: true
              timeout: 40s
              total-timeout: PT3M
              max-retries: 5
              max-response-size: 32MB
              log-requests: true
              log-personal-data: on
              connection-pool:
                max-idle: 7
                keep-alive: 90s
              webhook:
                secret: %s
                previous-secret: %s
                max-body-size: 128KB
                unreadable-status: 202
              health:
                enabled: true
                cache-for: 2m
            """.formatted(SECRET, PREVIOUS_SECRET);

    private static final Pattern NAME = Pattern.compile("(?m)^ *[a-z-]+:");

    static final List<PropertySource<?>> SPELLINGS = List.of(
            yaml(name -> name),
            yaml(PropertySpellingsTest::camelCase),
            yaml(name -> name.replace('-', '_')),
            environment(name -> name.replace('-', '_')), // as the guide has them
            environment(name -> name.replace("-", "")), // as Spring Boot recommends
            arguments(name -> name),
            arguments(PropertySpellingsTest::camelCase));

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void properties_inEachSpelling_areTheSame(PropertySource<?> source) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SeamAutoConfiguration.class,
                        SeamWebhookAutoConfiguration.class,
                        SeamHealthBoot3AutoConfiguration.class))
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source))
                .run(context -> {
                    assertThat(context.getBean(SeamProperties.class))
                            .usingRecursiveComparison()
                            .isEqualTo(expected());
                    assertThat(context).hasSingleBean(SeamWebhook.class).hasBean("seamHealthIndicator");
                });
    }

    private static SeamProperties expected() {
        SeamProperties expected = new SeamProperties();
        expected.setPersonalAccessToken("seam_at1");
        expected.setWorkspaceId("0815");
        expected.setEndpoint("https://seam.test");
        expected.setAllowPlainHttp(true);
        expected.setTimeout(Duration.ofSeconds(40));
        expected.setTotalTimeout(Duration.ofMinutes(3));
        expected.setMaxRetries(5);
        expected.setMaxResponseSize(DataSize.ofMegabytes(32));
        expected.setLogRequests(true);
        expected.setLogPersonalData(true);
        expected.getConnectionPool().setMaxIdle(7);
        expected.getConnectionPool().setKeepAlive(Duration.ofSeconds(90));
        expected.getWebhook().setSecret(SECRET);
        expected.getWebhook().setPreviousSecret(PREVIOUS_SECRET);
        expected.getWebhook().setMaxBodySize(DataSize.ofKilobytes(128));
        expected.getWebhook().setUnreadableStatus(202);
        expected.getHealth().setEnabled(true);
        expected.getHealth().setCacheFor(Duration.ofMinutes(2));
        return expected;
    }

    private static PropertySource<?> yaml(UnaryOperator<String> spelling) {
        String yaml = NAME.matcher(YAML).replaceAll(line -> spelling.apply(line.group()));
        try {
            return new YamlPropertySourceLoader()
                    .load("application.yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PropertySource<?> environment(UnaryOperator<String> spelling) {
        Map<String, Object> variables = new HashMap<>();
        properties()
                .forEach((name, value) ->
                        variables.put(spelling.apply(name).replace('.', '_').toUpperCase(Locale.ROOT), value));
        return new SystemEnvironmentPropertySource("test-systemEnvironment", variables);
    }

    private static PropertySource<?> arguments(UnaryOperator<String> spelling) {
        return new SimpleCommandLinePropertySource(properties().entrySet().stream()
                .map(property -> "--" + spelling.apply(property.getKey()) + "=" + property.getValue())
                .toArray(String[]::new));
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) yaml(name -> name);
        for (String name : source.getPropertyNames()) {
            properties.put(name, String.valueOf(source.getProperty(name)));
        }
        return properties;
    }

    private static String camelCase(String name) {
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
