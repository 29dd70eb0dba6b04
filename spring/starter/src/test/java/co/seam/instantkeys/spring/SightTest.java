package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamServerException;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.SeamSandbox;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an operator sees of the calls. */
@Timeout(120)
class SightTest {
    private static final SeamSandbox SANDBOX = SeamSandbox.start();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SeamAutoConfiguration.class,
                    SeamMetricsAutoConfiguration.class,
                    SeamHealthBoot3AutoConfiguration.class))
            .withPropertyValues("seam.api-key=" + SANDBOX.apiKey(), "seam.endpoint=" + SANDBOX.endpoint());
    private final ApplicationContextRunner observed = runner.withBean(SimpleMeterRegistry.class, () -> meters)
            .withBean(ObservationRegistry.class, () -> observations);

    @BeforeEach
    void reset() {
        SANDBOX.reset();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void call_succeedsAtTheSecondAttempt_isOneCallAndTwoAttempts() {
        SANDBOX.onNext("/workspaces/get").respond(503);

        observed.run(context -> {
            context.getBean(Seam.class).workspaces().get();

            awaitCalls(1);
            assertThat(tags("seam.calls"))
                    .containsExactly(Map.of(
                            "operation", "/workspaces/get", "outcome", "success", "status", "200", "attempts", "2"));
            assertThat(meters.get("seam.attempts").timers()).hasSize(2);
            assertThat(meters.get("seam.attempts").tag("status", "503").timer().count())
                    .isEqualTo(1);
            assertThat(meters.get("seam.connections.connection.count").gauges()).isNotEmpty();
            assertThat(meters.find("seam.calls.outcome.unknown").counters()).isEmpty();
        });
    }

    @Test
    void call_outcomeUnknown_isCounted() {
        SANDBOX.onNext("/user_identities/create").respond(500);

        observed.run(context -> {
            assertThatThrownBy(() -> context.getBean(Seam.class)
                            .userIdentities()
                            .create(CreateUserIdentityRequest.builder()
                                    .fullName("Jane")
                                    .build()))
                    .isInstanceOf(SeamServerException.class);

            awaitCalls(1);
            assertThat(meters.get("seam.calls.outcome.unknown")
                            .tag("operation", "/user_identities/create")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("seam.calls")
                            .tag("outcome", "unknown")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void tags_ofManyStays_areFew() {
        observed.run(context -> {
            for (int i = 0; i < 5; i++) {
                issue(context.getBean(Seam.class), i);
            }

            awaitCalls(5);
            Set<String> values = meters.getMeters().stream()
                    .filter(meter -> meter.getId().getName().startsWith("seam."))
                    .map(Meter::getId)
                    .flatMap(id -> id.getTags().stream())
                    .map(Tag::getValue)
                    .collect(Collectors.toSet());
            assertThat(values)
                    .allSatisfy(value ->
                            assertThat(value).doesNotContain("booking").doesNotMatch(".*[0-9a-f]{8}-[0-9a-f]{4}.*"));
            assertThat(values).hasSizeLessThan(30);
        });
    }

    @Test
    void attempts_ofAnyThread_belongToTheCallersObservation() {
        Map<String, Boolean> parents = new ConcurrentHashMap<>();
        List<String> threads = new CopyOnWriteArrayList<>();
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context attempt) {
                if (attempt.getName().equals("seam.attempts")) {
                    threads.add(Thread.currentThread().getName());
                    parents.put(
                            String.valueOf(
                                    attempt.getParentObservation() == null
                                            ? null
                                            : attempt.getParentObservation()
                                                    .getContextView()
                                                    .getName()),
                            true);
                }
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });

        observed.run(context -> {
            Seam seam = context.getBean(Seam.class);
            Observation.createNotStarted("check-in", observations).observe(() -> issue(seam, 1));

            assertThat(parents).containsOnlyKeys("check-in");
            assertThat(Set.copyOf(threads)).as("threads").hasSizeGreaterThan(1);
        });
    }

    @Test
    void metrics_noRegistry_areOff() {
        runner.run(context ->
                assertThat(context).doesNotHaveBean("seamCallMetrics").hasNotFailed());
    }

    @Test
    void health_notAskedFor_doesNotExist() {
        runner.run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void health_askedForOften_callsOnce() {
        runner.withPropertyValues("seam.health.enabled=true").run(context -> {
            HealthIndicator indicator = context.getBean("seamHealthIndicator", HealthIndicator.class);
            for (int i = 0; i < 10; i++) {
                assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
            }

            assertThat(SANDBOX.timesReceived("/workspaces/get")).isEqualTo(1);
        });
    }

    @Test
    void health_apiFails_isDownWithoutSecrets() {
        SANDBOX.onNext("/workspaces/get").respond(503);

        runner.withPropertyValues("seam.health.enabled=true").run(context -> {
            Health health = context.getBean("seamHealthIndicator", HealthIndicator.class)
                    .health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.toString()).contains("503").doesNotContain(SANDBOX.apiKey());
        });
    }

    @Test
    void health_cacheIsOver_callsAgain() {
        Instant[] now = {Instant.parse("2030-05-01T00:00:00Z")};
        Clock clock = InstantSource.offset(() -> now[0], Duration.ZERO).withZone(ZoneOffset.UTC);
        try (Seam seam = Seam.builder()
                .apiKey(SANDBOX.apiKey())
                .endpoint(SANDBOX.endpoint())
                .build()) {
            SeamHealth health = new SeamHealth(seam, Duration.ofMinutes(1), clock);
            SANDBOX.onNext("/workspaces/get").respond(503);
            assertThat(health.check().failure()).isNotNull();
            now[0] = now[0].plusSeconds(59);
            assertThat(health.check().failure()).isNotNull();
            now[0] = now[0].plusSeconds(1);
            assertThat(health.check().failure()).isNull();
        }
        assertThat(SANDBOX.timesReceived("/workspaces/get")).isEqualTo(2);
    }

    private static void issue(Seam seam, int number) {
        seam.stays()
                .issue(StayRequest.builder()
                        .accessGrantKey("booking-" + number)
                        .newUser(NewUserIdentity.builder()
                                .userIdentityKey("booking-guest-" + number)
                                .fullName("Jane Doe")
                                .build())
                        .acsEntranceIds(
                                List.of(SANDBOX.acsEntranceId("Main Entrance"), SANDBOX.acsEntranceId("Room 101")))
                        .startsAt(Instant.now())
                        .endsAt(Instant.now().plus(Duration.ofDays(2)))
                        .build());
    }

    /** Events of calls come afterwards, on another thread. */
    private void awaitCalls(int number) {
        await().atMost(PATIENCE)
                .until(() -> meters.find("seam.calls").timers().stream()
                                .mapToLong(timer -> timer.count())
                                .sum()
                        >= number);
    }

    private List<Map<String, String>> tags(String name) {
        return meters.get(name).meters().stream()
                .map(meter -> meter.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue)))
                .toList();
    }
}
