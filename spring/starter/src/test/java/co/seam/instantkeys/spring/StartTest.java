package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamConnectionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** What an application loads at its start, in a JVM of its own. */
class StartTest {
    private static final String STARTED = "the application has started";

    @Test
    @Timeout(120)
    void start_clientInjected_loadsNoClassOfRetrofitBeforeTheFirstCall() throws Exception {
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
                .noneMatch(line -> line.contains(" retrofit2."))
                .noneMatch(line -> line.contains(" okhttp3.internal.platform."));
        assertThat(lines.subList(started, lines.size())).anyMatch(line -> line.contains(" retrofit2.Retrofit "));
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
                            "--seam.endpoint=http://127.0.0.1:1")
                    .getBean(Seam.class);
            System.out.println(STARTED);
            assertThatThrownBy(() -> seam.workspaces().get()).isInstanceOf(SeamConnectionException.class);
            System.exit(0);
        }
    }
}
