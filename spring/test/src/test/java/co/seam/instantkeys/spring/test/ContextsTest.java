package co.seam.instantkeys.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamWebhook;
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
import org.mockito.Mockito;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.TestContextAotGenerator;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

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
    void context_dirty_isReplacedTogetherWithItsSandbox() {
        TestContext test = new TestContextManager(DirtyTest.class).getTestContext();
        SeamSandbox first = test.getApplicationContext().getBean(SeamSandbox.class);
        String endpoint = first.endpoint();

        test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE); // as @DirtiesContext does

        SeamSandbox second = test.getApplicationContext().getBean(SeamSandbox.class);
        assertThat(second.endpoint()).isNotEqualTo(endpoint);
        assertThatThrownBy(() -> status(endpoint)).isInstanceOf(ConnectException.class);
    }

    @Test
    void context_clientIsAMock_hasItsSandbox() {
        ApplicationContext context =
                new TestContextManager(MockTest.class).getTestContext().getApplicationContext();

        assertThat(Mockito.mockingDetails(context.getBean(Seam.class)).isMock()).isTrue();
        assertThat(context.getBean(SeamSandbox.class)).isNotNull();
        assertThat(context.getBean(SeamWebhook.class)).isNotNull();
    }

    @Test
    void context_aheadOfTime_isProcessed() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

        new TestContextAotGenerator(files).processAheadOfTime(Stream.of(FirstTest.class));

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

    @SpringBootTest(classes = Hotel.class, properties = "seam.timeout=7s")
    @EnableSeamSandbox
    static class DirtyTest {}

    @SpringBootTest(classes = Hotel.class)
    @EnableSeamSandbox
    static class MockTest {
        @MockitoBean
        Seam seam;
    }

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
