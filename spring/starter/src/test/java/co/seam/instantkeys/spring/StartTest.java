package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamConnectionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** What an application loads at its start, in a JVM of its own. */
class StartTest {
    private static final String STARTED = "the application has started";

    /** Types of OkHttp that signatures name, and that Spring loads when it lists the methods of a bean. Their code is not run. */
    private static final Set<String> NAMED = Set.of(
            "okhttp3.Call",
            "okhttp3.Call$Factory",
            "okhttp3.ConnectionPool",
            "okhttp3.Headers",
            "okhttp3.HttpUrl",
            "okhttp3.Interceptor",
            "okhttp3.OkHttpClient",
            "okhttp3.OkHttpClient$Builder",
            "okhttp3.Request",
            "okhttp3.RequestBody",
            "okhttp3.WebSocket$Factory",
            "okio.BufferedSource",
            "okio.Source");

    private static final Pattern HTTP_CLASS = Pattern.compile(" ((?:retrofit2|okhttp3|okio)\\.\\S+) source");

    @Test
    @Timeout(120)
    void start_clientInjected_loadsNoClassOfRetrofitOrOkHttpBeforeTheFirstCall() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-verbose:class",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName())
                .redirectErrorStream(true)
                .start();
        java.getOutputStream().close();
        List<String> lines = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        int started = lines.indexOf(STARTED);
        assertThat(started).as("line of the start in %s", lines).isPositive();
        assertThat(lines.subList(0, started))
                .anyMatch(line -> line.contains(" " + Seam.class.getName() + " "))
                .noneMatch(line -> line.contains(" kotlin.collections.")); // with the first statement of OkHttp
        assertThat(httpClasses(lines.subList(0, started))).isSubsetOf(NAMED);
        assertThat(lines.subList(started, lines.size())).anyMatch(line -> line.contains(" retrofit2.Retrofit "));
    }

    private static Set<String> httpClasses(List<String> lines) {
        return lines.stream()
                .map(HTTP_CLASS::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        /** A service, as far as the start is concerned. */
        Application(Seam seam) {}

        public static void main(String[] args) {
            Seam seam = SpringApplication.run(
                            Application.class,
                            "--spring.main.web-application-type=none",
                            "--spring.main.banner-mode=off",
                            "--seam.api-key=seam_test",
                            "--seam.max-retries=0",
                            "--seam.endpoint=https://localhost:1")
                    .getBean(Seam.class);
            System.out.println(STARTED);
            assertThatThrownBy(() -> seam.workspaces().get()).isInstanceOf(SeamConnectionException.class);
            System.exit(0);
        }
    }
}
