package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamCallListener;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpConnectionPoolMetrics;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.ExecutorService;
import okhttp3.Dispatcher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Measures calls, attempts and connections if the application has Micrometer, and propagates the caller's trace to
 * worker threads. Runs after the auto-configurations of Micrometer, which Spring Boot 3 and 4 name differently.
 */
@AutoConfiguration(
        before = SeamAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
public final class SeamMetricsAutoConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Metrics {
        @Bean
        @ConditionalOnMissingBean(name = "seamCallMetrics")
        SeamCallListener seamCallMetrics(MeterRegistry registry) {
            return new SeamCallMetrics(registry);
        }

        @Bean
        @ConditionalOnMissingBean(name = "seamConnectionMetrics")
        HttpClientFeature seamConnectionMetrics(MeterRegistry registry) {
            return (builder, base) -> new OkHttpConnectionPoolMetrics(
                            base.connectionPool(), "seam.connections", Tags.empty())
                    .bindTo(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ObservationRegistry.class, OkHttpObservationInterceptor.class})
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {
        /** One for each attempt. The path of an operation has no ids. */
        @Bean
        @ConditionalOnMissingBean(name = "seamAttemptObservations")
        HttpClientFeature seamAttemptObservations(ObservationRegistry registry) {
            return (builder, base) ->
                    builder.addInterceptor(OkHttpObservationInterceptor.builder(registry, "seam.attempts")
                            .uriMapper(request -> request.url().encodedPath())
                            .build());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ObservationRegistry.class, ContextExecutorService.class})
    @ConditionalOnBean(ObservationRegistry.class)
    static class Threads {
        /** Some methods read in parallel, and {@code issueAll} issues stays in parallel. */
        @Bean
        @ConditionalOnMissingBean(name = "seamContextPropagation")
        HttpClientFeature seamContextPropagation() {
            return (builder, base) -> {
                ContextSnapshotFactory snapshots =
                        ContextSnapshotFactory.builder().build();
                ExecutorService threads =
                        ContextExecutorService.wrap(base.dispatcher().executorService(), snapshots::captureAll);
                Dispatcher dispatcher = new Dispatcher(threads);
                dispatcher.setMaxRequests(base.dispatcher().getMaxRequests());
                dispatcher.setMaxRequestsPerHost(base.dispatcher().getMaxRequestsPerHost());
                builder.dispatcher(dispatcher);
            };
        }
    }
}
