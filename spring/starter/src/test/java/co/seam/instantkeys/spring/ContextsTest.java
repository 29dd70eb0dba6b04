package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.WebhookEvent;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.wiremock.SeamSandbox;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kinds of contexts, and of applications with several beans of one type. */
@Timeout(120)
class ContextsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final SeamSandbox SANDBOX = SeamSandbox.start();
    private static final AutoConfigurations ALL = AutoConfigurations.of(
            DispatcherServletAutoConfiguration.class,
            WebMvcAutoConfiguration.class,
            SeamAutoConfiguration.class,
            SeamWebhookAutoConfiguration.class,
            SeamMetricsAutoConfiguration.class,
            SeamActuatorAutoConfiguration.class,
            SeamHealthBoot3AutoConfiguration.class,
            SeamWebMvcAutoConfiguration.class);

    private final ApplicationContextRunner runner = configured(new ApplicationContextRunner());

    private static <T extends AbstractApplicationContextRunner<T, ?, ?>> T configured(T runner) {
        return runner.withConfiguration(ALL)
                .withPropertyValues("seam.api-key=" + SANDBOX.apiKey(), "seam.endpoint=" + SANDBOX.endpoint());
    }

    @BeforeEach
    void reset() {
        SANDBOX.reset();
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void okHttpClients_oneIsPrimary_sendsTheRequests() {
        runner.withUserConfiguration(PrimaryClient.class).run(context -> {
            workspaceId(context.getBean(Seam.class));

            assertThat(context.getBean(PrimaryClient.class).requests).hasValue(1);
        });
    }

    @Test
    void okHttpClients_noneIsPrimary_stopsTheStartAndNamesThem() {
        runner.withBean("forBilling", OkHttpClient.class, OkHttpClient::new)
                .withBean("forSeam", OkHttpClient.class, OkHttpClient::new)
                .run(context -> assertThat(new SeamFailureAnalyzer().analyze(context.getStartupFailure()))
                        .satisfies(analysis -> {
                            assertThat(analysis.getDescription())
                                    .contains("OkHttpClient")
                                    .endsWith(": forBilling, forSeam.");
                            assertThat(analysis.getAction()).contains("@Primary", "defaultCandidate");
                        }));
    }

    @Test
    void okHttpClients_oneIsNoDefaultCandidate_isNotUsed() {
        runner.withUserConfiguration(OtherClient.class).run(context -> {
            workspaceId(context.getBean(Seam.class));

            assertThat(context.getBean(OtherClient.class).requests).hasValue(0);
        });
    }

    @Test
    void seam_ofTheApplicationUnderAnotherName_isTheOnlyOneForTheActuatorToo() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("seam.health.enabled=true")
                .withBean(
                        "keys",
                        Seam.class,
                        () -> Seam.builder()
                                .apiKey(SANDBOX.apiKey())
                                .endpoint(SANDBOX.endpoint())
                                .build())
                .run(context -> {
                    assertThat(context).getBeanNames(Seam.class).containsExactly("keys");
                    assertThat(context.getBean("seamHealthIndicator", HealthIndicator.class)
                                    .health()
                                    .getStatus()
                                    .getCode())
                            .isEqualTo("UP");
                    SanitizableData data = new SanitizableData(null, "hotel.name", "Grand");
                    assertThat(context.getBean(SanitizingFunction.class).apply(data))
                            .isSameAs(data);
                });
    }

    /** As Spring Boot does in each case: what is created later fails later, with the same paragraph. */
    @Test
    void lazyInitialization_badKey_failsAtTheFirstUse() {
        runner.withPropertyValues("seam.api-key=")
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThatThrownBy(() -> context.getBean(Seam.class))
                            .isInstanceOf(BeanCreationException.class)
                            .satisfies(failure -> assertThat(new SeamFailureAnalyzer()
                                            .analyze(failure)
                                            .getDescription())
                                    .startsWith("seam.api-key is set, but blank"));
                });
    }

    @Test
    void lazyInitialization_handlerWithoutSecret_stopsTheStart() {
        configured(new WebApplicationContextRunner())
                .withUserConfiguration(Receiver.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(new SeamFailureAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getDescription())
                        .contains("seam.webhook.secret is not set"));
    }

    @Test
    void close_beanThatCallsWhenItIsDestroyed_isDestroyedBeforeTheClient() {
        runner.withUserConfiguration(CallsAtItsEnd.class).run(context -> {});

        assertThat(SANDBOX.timesProcessed("/user_identities/create")).isEqualTo(1);
    }

    @Test
    void parent_withTheClient_sharesItWithItsChildren() {
        runner.run(parent -> configured(new WebApplicationContextRunner())
                .withParent(parent)
                .withPropertyValues("seam.webhook.secret=" + SECRET)
                .withUserConfiguration(Receiver.class)
                .run(child -> {
                    assertThat(child.getBean(Seam.class)).isSameAs(parent.getBean(Seam.class));
                    assertThat(child.getBean(SeamWebhookHandlers.class).paths()).containsExactly("/events");
                }));
        assertThat(SANDBOX.timesReceived("/workspaces/get")).isZero();
    }

    @Test
    void child_closed_leavesTheClientOfItsParentOpen() {
        runner.run(parent -> {
            configured(new ApplicationContextRunner()).withParent(parent).run(child -> child.getBean(Seam.class));

            assertThat(workspaceId(parent.getBean(Seam.class))).isEqualTo(SANDBOX.workspaceId());
        });
    }

    @Test
    void webFlux_withoutServletsOnThePath_starts() {
        configured(new ReactiveWebApplicationContextRunner())
                .withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web.servlet"))
                .withPropertyValues("seam.webhook.secret=" + SECRET)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(SeamWebhook.class);
                    assertThat(context).doesNotHaveBean(SeamWebhookHandlers.class);
                });
    }

    private static String workspaceId(Seam seam) {
        return seam.workspaces().get().getWorkspaceId();
    }

    private static OkHttpClient counting(AtomicInteger requests) {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryClient {
        final AtomicInteger requests = new AtomicInteger();

        @Bean
        @Primary
        OkHttpClient forSeam() {
            return counting(requests);
        }

        @Bean
        OkHttpClient forBilling() {
            return new OkHttpClient();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherClient {
        final AtomicInteger requests = new AtomicInteger();

        @Bean(defaultCandidate = false)
        OkHttpClient forBilling() {
            return counting(requests);
        }
    }

    static class CallsAtItsEnd {
        private final Seam seam;

        CallsAtItsEnd(Seam seam) {
            this.seam = seam;
        }

        @PreDestroy
        void end() {
            seam.userIdentities()
                    .create(CreateUserIdentityRequest.builder()
                            .fullName("Jane Doe")
                            .build());
        }
    }

    @RestController
    static class Receiver {
        @PostMapping("/events")
        void receive(@SeamWebhookEvent WebhookEvent event) {}
    }
}
