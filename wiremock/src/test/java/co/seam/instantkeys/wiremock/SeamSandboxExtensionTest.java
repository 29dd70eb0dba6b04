package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs small test classes with JUnit's launcher. The build does not run them itself, since their names do not match.
 */
class SeamSandboxExtensionTest {
    private static final int AT_ONCE = 8;

    @Test
    void tests_runInParallel_haveASandboxEach() {
        TestExecutionSummary summary = run(Concurrent.class, true);

        assertThat(problems(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(2 * AT_ONCE);
        assertThat(Concurrent.sandboxes).hasSize(2 * AT_ONCE).noneMatch(SeamSandboxExtensionTest::isRunning);
    }

    @Test
    void tests_runSequentially_startWithAnEmptySandbox() {
        TestExecutionSummary summary = run(Sequential.class, false);

        assertThat(problems(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
    }

    @Test
    void settings_ofARegisteredExtension_applyToEachSandbox() {
        TestExecutionSummary summary = run(Configured.class, false);

        assertThat(problems(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
    }

    @Test
    void sandbox_requestedOutsideOfATest_isRejectedWithTheRemedy() {
        assertThat(problems(run(InBeforeAll.class, false)))
                .singleElement()
                .asString()
                .contains("@BeforeEach");
        assertThat(problems(run(InConstructor.class, false)))
                .singleElement()
                .asString()
                .contains("@BeforeEach");
    }

    @Test
    void test_withoutASandbox_startsNone() {
        TestExecutionSummary summary = run(Without.class, false);

        assertThat(problems(summary)).isEmpty();
    }

    private static TestExecutionSummary run(Class<?> tests, boolean parallel) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(AT_ONCE))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request, summary);
        return summary.getSummary();
    }

    private static List<Throwable> problems(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(TestExecutionSummary.Failure::getException)
                .toList();
    }

    private static boolean isRunning(SeamSandbox sandbox) {
        return sandbox.wireMock().isRunning();
    }

    @ExtendWith(SeamSandboxExtension.class)
    static class Concurrent {
        private static final Set<SeamSandbox> sandboxes = ConcurrentHashMap.newKeySet();
        private static final CountDownLatch STARTED = new CountDownLatch(AT_ONCE);
        private static final CountDownLatch CREATED = new CountDownLatch(AT_ONCE);

        private SeamSandbox ofBeforeEach;

        @BeforeEach
        void setUp(SeamSandbox sandbox) {
            ofBeforeEach = sandbox;
        }

        @RepeatedTest(2 * AT_ONCE)
        void createUserIdentity_whileOthersDo_isTheOnlyOne(SeamSandbox sandbox) throws Exception {
            Caller caller = new Caller(sandbox);
            sandboxes.add(sandbox);

            STARTED.countDown();
            boolean othersStarted = STARTED.await(30, TimeUnit.SECONDS);
            int status = caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}")
                    .status();
            CREATED.countDown();
            boolean othersCreated = CREATED.await(30, TimeUnit.SECONDS);

            assertThat(othersStarted && othersCreated).isTrue();
            assertThat(status).isEqualTo(200);
            assertThat(sandbox).isSameAs(ofBeforeEach);
            assertThat(sandbox.timesReceived("/user_identities/create")).isEqualTo(1);
            assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "user_identity_key"))
                    .containsExactly("guest-1");
        }

        @AfterEach
        void tearDown(SeamSandbox sandbox) {
            assertThat(sandbox).isSameAs(ofBeforeEach);
            assertThat(isRunning(sandbox)).isTrue();
        }
    }

    @ExtendWith(SeamSandboxExtension.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Sequential {
        @Test
        void one(SeamSandbox sandbox) {
            leaveTraces(sandbox);
        }

        @Test
        void other(SeamSandbox sandbox) {
            leaveTraces(sandbox);
        }

        @Nested
        class Inside {
            @Test
            void third(SeamSandbox sandbox) {
                leaveTraces(sandbox);
            }
        }

        private static void leaveTraces(SeamSandbox sandbox) {
            sandbox.wireMock().verify(0, postRequestedFor(urlEqualTo("/user_identities/create")));
            Caller caller = new Caller(sandbox);
            assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}")
                            .status())
                    .isEqualTo(200);
            sandbox.wireMock().verify(1, postRequestedFor(urlEqualTo("/user_identities/create")));
            sandbox.onNext("/user_identities/create").respond(503);
        }
    }

    static class Configured {
        @RegisterExtension
        static final SeamSandboxExtension SANDBOX =
                new SeamSandboxExtension(SeamSandbox.builder().seed(7).apiKey("seam_test_ours"));

        private static final List<String> userIdentityIds = new ArrayList<>();

        @RepeatedTest(2)
        void seed_ofEachSandbox_isTheSame(SeamSandbox sandbox) {
            userIdentityIds.add(new Caller(sandbox).createUserIdentity());

            assertThat(userIdentityIds).containsOnly(userIdentityIds.get(0));
            assertThat(sandbox.apiKey()).isEqualTo("seam_test_ours");
        }
    }

    @ExtendWith(SeamSandboxExtension.class)
    static class InBeforeAll {
        @BeforeAll
        static void setUp(SeamSandbox sandbox) {}

        @Test
        void test() {}
    }

    @ExtendWith(SeamSandboxExtension.class)
    static class InConstructor {
        InConstructor(SeamSandbox sandbox) {}

        @Test
        void test() {}
    }

    static class Without {
        @RegisterExtension
        static final SeamSandboxExtension SANDBOX =
                new SeamSandboxExtension(SeamSandbox.builder().host("192.0.2.1")); // would fail to start

        @Test
        void test() {}
    }
}
