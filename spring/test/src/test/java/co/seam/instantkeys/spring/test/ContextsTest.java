package co.seam.instantkeys.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.wiremock.SeamSandbox;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.TestContextAotGenerator;

/** Contexts of tests and of local runs, and how they share sandboxes. */
@Timeout(120)
class ContextsTest {
    @Test
    void contexts_ofEqualTests_areCachedAsOne() {
        assertThat(sandbox(FirstTest.class)).isSameAs(sandbox(SecondTest.class)).isSameAs(sandbox(DerivedTest.class));
    }

    @Test
    void annotation_onAnInterfaceOfTheTest_isFound() {
        assertThat(sandbox(TestOfAnInterface.class)).isNotNull();
    }

    @Test
    void context_lazy_hasItsSandboxAndItsEvents() throws Exception {
        ApplicationContext context =
                new TestContextManager(LazyTest.class).getTestContext().getApplicationContext();
        SeamSandbox sandbox = context.getBean(SeamSandbox.class);
        Hotel hotel = context.getBean(Hotel.class);

        hotel.issue("booking-7", sandbox.acsEntranceId("Room 101"));
        sandbox.webhooks().await(Duration.ofSeconds(20));

        assertThat(hotel.events).isNotEmpty();
    }

    @Test
    void context_failsAfterTheSandbox_closesIt() {
        SpringApplication application = new SpringApplication(Hotel.class, LocalHotel.class, Failing.class);

        assertThatThrownBy(() -> application.run("--server.port=0", "--spring.main.banner-mode=off"))
                .hasRootCauseMessage("on purpose");

        assertThatThrownBy(() -> status(Failing.endpoint)).isInstanceOf(ConnectException.class);
    }

    @Test
    void contexts_inParallel_haveSandboxesOfTheirOwn() {
        CompletableFuture<SeamSandbox> other = CompletableFuture.supplyAsync(() -> sandbox(OtherTest.class));
        SeamSandbox first = sandbox(FirstTest.class);

        assertThat(first.endpoint()).isNotEqualTo(other.join().endpoint());
    }

    @Test
    void contexts_ofEqualTestsInParallel_areOne() {
        CompletableFuture<SeamSandbox> other =
                CompletableFuture.supplyAsync(() -> sandbox(OnTestAndConfiguration.class));
        SeamSandbox first = sandbox(OnTestAndConfiguration.class);

        assertThat(first).isSameAs(other.join());
    }

    @Test
    void annotation_onTheTestAndItsConfiguration_startsOneSandbox() {
        ApplicationContext context = new TestContextManager(OnTestAndConfiguration.class)
                .getTestContext()
                .getApplicationContext();

        assertThat(context.getBeansOfType(SeamSandbox.class)).hasSize(1);
        assertThat(context.getBean(SeamSandbox.class).apiKey()).isEqualTo(LocalHotel.API_KEY);
    }

    @Test
    void context_dirty_isClosedWithItsSandboxAndTheNextHasAnother() throws Exception {
        TestContextManager tests = new TestContextManager(DirtyTest.class);
        SeamSandbox sandbox = tests.getTestContext().getApplicationContext().getBean(SeamSandbox.class);

        tests.afterTestClass();

        assertThatThrownBy(() -> status(sandbox.endpoint())).isInstanceOf(ConnectException.class);
        SeamSandbox next = sandbox(DirtyTest.class);
        assertThat(next).isNotSameAs(sandbox);
        assertThat(status(next.endpoint())).isPositive();
    }

    @Test
    void context_aheadOfTime_isProcessed() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

        new TestContextAotGenerator(files).processAheadOfTime(Stream.of(FirstTest.class, OnTestAndConfiguration.class));

        assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
                .anyMatch(name -> name.endsWith("SandboxConfiguration__TestContext001_BeanDefinitions.java"));
    }

    @Test
    void run_fromTheMainMethod_hasTheSandboxItsPagesAndItsEvents() throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.from(Hotel::main)
                .with(LocalHotel.class)
                .run("--server.port=0", "--spring.main.banner-mode=off")
                .getApplicationContext()) {
            SeamSandbox sandbox = context.getBean(SeamSandbox.class);
            Hotel hotel = context.getBean(Hotel.class);

            String link =
                    hotel.issue("booking-7", sandbox.acsEntranceId("Room 101")).getInstantKeyUrl();
            sandbox.webhooks().await(Duration.ofSeconds(20));

            assertThat(sandbox.apiKey()).isEqualTo(LocalHotel.API_KEY);
            assertThat(hotel.events).isNotEmpty();
            assertThat(status(link)).isEqualTo(200);
            assertThat(status(sandbox.endpoint() + "/__sandbox")).isEqualTo(200);
        }
    }

    private static int status(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        HttpClient browser =
                HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
        return browser.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static SeamSandbox sandbox(Class<?> test) {
        return new TestContextManager(test)
                .getTestContext()
                .getApplicationContext()
                .getBean(SeamSandbox.class);
    }

    @SpringBootTest(classes = Hotel.class)
    @EnableSeamSandbox
    static class FirstTest {}

    @SpringBootTest(classes = Hotel.class)
    @EnableSeamSandbox
    static class SecondTest {}

    static class DerivedTest extends FirstTest {}

    @EnableSeamSandbox
    interface OnTheSandbox {}

    @SpringBootTest(classes = Hotel.class, properties = "seam.timeout=6s") // a context that no other test has cached
    static class TestOfAnInterface implements OnTheSandbox {}

    @SpringBootTest(
            classes = Hotel.class,
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
            properties = "spring.main.lazy-initialization=true")
    @EnableSeamSandbox
    static class LazyTest {}

    @SpringBootTest(classes = {Hotel.class, LocalHotel.class})
    @EnableSeamSandbox
    static class OnTestAndConfiguration {}

    @SpringBootTest(classes = Hotel.class, properties = "seam.timeout=7s")
    @EnableSeamSandbox
    @DirtiesContext
    static class DirtyTest {}

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        private static String endpoint;

        @Bean
        String failing(SeamSandbox sandbox) {
            endpoint = sandbox.endpoint();
            throw new IllegalStateException("on purpose");
        }
    }

    @SpringBootTest(classes = Hotel.class, properties = "seam.timeout=5s")
    @EnableSeamSandbox
    static class OtherTest {}

    @Configuration(proxyBeanMethods = false)
    @EnableSeamSandbox
    static class LocalHotel {
        static final String API_KEY = "seam_local";

        @Bean
        SeamSandbox.Builder settings() {
            return SeamSandbox.builder().apiKey(API_KEY).localLinks().window();
        }
    }
}
