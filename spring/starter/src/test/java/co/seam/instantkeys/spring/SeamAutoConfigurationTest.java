package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamCallEvent;
import co.seam.instantkeys.SeamCallListener;
import co.seam.instantkeys.SeamConnectionException;
import co.seam.instantkeys.SeamResponseException;
import co.seam.instantkeys.SeamServerException;
import co.seam.instantkeys.SeamTimeoutException;
import co.seam.instantkeys.SeamUnauthorizedException;
import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.generated.model.ListUserIdentitiesRequest;
import co.seam.instantkeys.wiremock.SeamSandbox;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Each property, each bean, and each bean of the application that takes the place of ours. */
@Timeout(120)
class SeamAutoConfigurationTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final SeamSandbox SANDBOX = SeamSandbox.start();
    private static final String GET = "/workspaces/get";

    private final ApplicationContextRunner withoutKey = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    SeamAutoConfiguration.class,
                    SeamWebhookAutoConfiguration.class,
                    SeamMetricsAutoConfiguration.class,
                    SeamActuatorAutoConfiguration.class,
                    SeamHealthBoot3AutoConfiguration.class,
                    SeamHealthBoot4AutoConfiguration.class,
                    SeamWebMvcAutoConfiguration.class))
            .withPropertyValues("seam.endpoint=" + SANDBOX.endpoint());

    private final ApplicationContextRunner runner = withoutKey.withPropertyValues("seam.api-key=" + SANDBOX.apiKey());

    @BeforeEach
    void reset() {
        SANDBOX.reset();
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void apiKey_set_callsTheEndpointWithIt() {
        runner.run(
                context -> assertThat(workspaceId(context.getBean(Seam.class))).isEqualTo(SANDBOX.workspaceId()));
    }

    @Test
    void environmentVariables_ofTheSdk_areProperties() {
        Map<String, Object> variables = Map.of(
                "SEAM_PERSONAL_ACCESS_TOKEN", SANDBOX.personalAccessToken(),
                "SEAM_WORKSPACE_ID", SANDBOX.workspaceId(),
                "SEAM_ENDPOINT", SANDBOX.endpoint(),
                "SEAM_WEBHOOK_SECRET", SECRET);

        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(SeamAutoConfiguration.class, SeamWebhookAutoConfiguration.class))
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
                .run(context -> {
                    assertThat(workspaceId(context.getBean(Seam.class))).isEqualTo(SANDBOX.workspaceId());
                    assertThat(context).hasSingleBean(SeamWebhook.class);
                });
    }

    @Test
    void personalAccessToken_withWorkspace_isUsed() {
        withoutKey
                .withPropertyValues(
                        "seam.personal-access-token=" + SANDBOX.personalAccessToken(),
                        "seam.workspace-id=" + SANDBOX.workspaceId(),
                        "seam.api-key=") // a placeholder for the other kind
                .run(context ->
                        assertThat(workspaceId(context.getBean(Seam.class))).isEqualTo(SANDBOX.workspaceId()));
    }

    @Test
    void timeout_short_endsAnAttempt() {
        SANDBOX.onNext(GET).delay(Duration.ofSeconds(30));

        runner.withPropertyValues("seam.timeout=50ms", "seam.max-retries=0")
                .run(context -> assertThatThrownBy(() -> workspaceId(context.getBean(Seam.class)))
                        .isInstanceOf(SeamTimeoutException.class));
    }

    @Test
    void totalTimeout_short_endsACall() {
        SANDBOX.onNext(GET).delay(Duration.ofSeconds(5)); // less than the timeout of an attempt

        runner.withPropertyValues("seam.total-timeout=50ms")
                .run(context -> assertThatThrownBy(() -> workspaceId(context.getBean(Seam.class)))
                        .isInstanceOf(SeamTimeoutException.class));
    }

    @Test
    void maxRetries_zero_sendsAReadOnce() {
        SANDBOX.onNext(9, GET).respond(503);

        runner.withPropertyValues("seam.max-retries=0").run(context -> {
            assertThatThrownBy(() -> workspaceId(context.getBean(Seam.class))).isInstanceOf(SeamServerException.class);
            assertThat(SANDBOX.timesReceived(GET)).isEqualTo(1);
        });
    }

    @Test
    void maxResponseSize_small_rejectsAResponse() {
        runner.withPropertyValues("seam.max-response-size=9B")
                .run(context -> assertThatThrownBy(() -> workspaceId(context.getBean(Seam.class)))
                        .isInstanceOf(SeamResponseException.class));
    }

    @Test
    void logRequests_on_writesALineWithoutPersonalData() {
        StringBuffer lines = new StringBuffer();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.append(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("co.seam.instantkeys");
        logger.addHandler(handler);

        runner.run(context -> workspaceId(context.getBean(Seam.class)));
        assertThat(lines).isEmpty();
        runner.withPropertyValues("seam.log-requests=true").run(context -> search(context.getBean(Seam.class)));
        assertThat(lines).contains("/user_identities/list").doesNotContain("Jane");
        runner.withPropertyValues("seam.log-requests=true", "seam.log-personal-data=true")
                .run(context -> search(context.getBean(Seam.class)));
        logger.removeHandler(handler);

        assertThat(lines).contains("Jane");
    }

    @Test
    void allowPlainHttp_on_acceptsAnyHost() {
        runner.withPropertyValues("seam.endpoint=http://seam.test", "seam.allow-plain-http=true")
                .run(context -> assertThat(context).hasSingleBean(Seam.class));
    }

    @Test
    void sslBundle_set_isTrusted() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        ApplicationContextRunner https = runner.withPropertyValues(
                "seam.endpoint=https://localhost:" + server.getAddress().getPort(),
                "seam.max-retries=0",
                "spring.ssl.bundle.pem.seam.truststore.certificate=" + certificate.certificatePem());

        https.run(context -> assertThatThrownBy(() -> workspaceId(context.getBean(Seam.class)))
                .isInstanceOf(SeamConnectionException.class));
        https.withPropertyValues("seam.ssl.bundle=seam")
                .run(context -> assertThatThrownBy(() -> workspaceId(context.getBean(Seam.class)))
                        .isInstanceOf(SeamUnauthorizedException.class));
        server.stop(0);
    }

    @Test
    void connectionPool_noIdle_closesConnections() {
        runner.withPropertyValues("seam.connection-pool.max-idle=1").run(context -> {
            workspaceId(context.getBean(Seam.class));
            assertThat(idleConnections(context.getBean(SeamHttpClient.class))).isEqualTo(1);
        });
        runner.withPropertyValues("seam.connection-pool.max-idle=0", "seam.connection-pool.keep-alive=1m")
                .run(context -> {
                    workspaceId(context.getBean(Seam.class));
                    assertThat(idleConnections(context.getBean(SeamHttpClient.class)))
                            .isZero();
                });
    }

    @Test
    void okHttpClient_ofTheApplication_isUsedAndLeftOpen() {
        AtomicInteger requests = new AtomicInteger();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();

        runner.withBean(OkHttpClient.class, () -> client).run(context -> workspaceId(context.getBean(Seam.class)));

        assertThat(requests).hasValue(1);
        assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
        assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    }

    @Test
    void context_closed_closesSeamAndItsHttpClient() {
        Seam[] seam = new Seam[1];
        OkHttpClient[] client = new OkHttpClient[1];

        runner.withPropertyValues("seam.connection-pool.max-idle=1").run(context -> {
            seam[0] = context.getBean(Seam.class);
            workspaceId(seam[0]);
            client[0] = context.getBean(SeamHttpClient.class).client();
        });

        assertThatThrownBy(() -> workspaceId(seam[0])).isInstanceOf(IllegalStateException.class);
        assertThat(client[0].dispatcher().executorService().isShutdown()).isTrue();
        assertThat(client[0].connectionPool().connectionCount()).isZero();
    }

    @Test
    void customizer_ofTheApplication_winsOverProperties() {
        withoutKey
                .withPropertyValues("seam.endpoint=https://elsewhere.test")
                .withBean(
                        SeamBuilderCustomizer.class,
                        () -> seam -> seam.apiKey(SANDBOX::apiKey).endpoint(SANDBOX.endpoint()))
                .run(context ->
                        assertThat(workspaceId(context.getBean(Seam.class))).isEqualTo(SANDBOX.workspaceId()));
    }

    @Test
    void connectionDetails_ofTheApplication_winOverProperties() {
        withoutKey
                .withPropertyValues("seam.api-key=seam_wrong", "seam.endpoint=https://elsewhere.test")
                .withBean(SeamConnectionDetails.class, () -> new SeamConnectionDetails() {
                    @Override
                    public String getEndpoint() {
                        return SANDBOX.endpoint();
                    }

                    @Override
                    public String getApiKey() {
                        return SANDBOX.apiKey();
                    }
                })
                .run(context ->
                        assertThat(workspaceId(context.getBean(Seam.class))).isEqualTo(SANDBOX.workspaceId()));
    }

    @Test
    void callListeners_ofTheApplication_allReceiveEvents() {
        CountDownLatch events = new CountDownLatch(2);
        SeamCallListener throwing = new SeamCallListener() {
            @Override
            public void onCall(SeamCallEvent call) {
                events.countDown();
                throw new IllegalStateException("on purpose");
            }
        };
        SeamCallListener other = new SeamCallListener() {
            @Override
            public void onCall(SeamCallEvent call) {
                events.countDown();
            }
        };

        runner.withBean("throwing", SeamCallListener.class, () -> throwing)
                .withBean("other", SeamCallListener.class, () -> other)
                .run(context -> {
                    workspaceId(context.getBean(Seam.class));
                    assertThat(events.await(20, TimeUnit.SECONDS)).isTrue();
                });
    }

    @Test
    void seam_ofTheApplication_takesThePlaceOfOurs() {
        Seam own = Seam.withApiKey("seam_own");

        withoutKey.withBean("own", Seam.class, () -> own).run(context -> {
            assertThat(context).getBean(Seam.class).isSameAs(own);
            assertThat(context).doesNotHaveBean(SeamHttpClient.class);
        });
    }

    @Test
    void webhook_noSecret_doesNotExist() {
        runner.run(context -> assertThat(context).doesNotHaveBean(SeamWebhook.class));
    }

    @Test
    void webhook_twoSecretsAndTolerance_areUsed() {
        byte[] body = "{\"event_id\": \"e-1\", \"event_type\": \"access_method.issued\"}".getBytes();
        String other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        SeamWebhook sender = SeamWebhook.withSecret(other);
        Map<String, String> headers = sender.sign("msg_1", Instant.now().minus(Duration.ofMinutes(20)), body);

        runner.withPropertyValues(
                        "seam.webhook.secret=" + SECRET,
                        "seam.webhook.previous-secret=" + other,
                        "seam.webhook.tolerance=1h")
                .run(context -> assertThat(context.getBean(SeamWebhook.class)
                                .verify(body, headers::get)
                                .getMessageId())
                        .isEqualTo("msg_1"));
    }

    @Test
    void webhook_ofTheApplication_takesThePlaceOfOurs() {
        SeamWebhook own = SeamWebhook.withSecret(SECRET);

        runner.withPropertyValues("seam.webhook.secret=" + SECRET)
                .withBean("own", SeamWebhook.class, () -> own)
                .run(context -> assertThat(context).getBean(SeamWebhook.class).isSameAs(own));
    }

    /** What Spring Boot 4, or an application without web, metrics or actuator lacks. */
    @Test
    void classes_missing_doNotPreventTheStart() {
        runner.withClassLoader(new FilteredClassLoader(
                        "io.micrometer",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "org.springframework.web",
                        "jakarta.servlet"))
                .withPropertyValues("seam.health.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Seam.class));
    }

    private static void search(Seam seam) {
        seam.userIdentities()
                .list(ListUserIdentitiesRequest.builder().search("Jane").build())
                .forEach(guest -> {});
    }

    private static String workspaceId(Seam seam) {
        return seam.workspaces().get().getWorkspaceId();
    }

    private static int idleConnections(SeamHttpClient client) {
        return client.client().connectionPool().idleConnectionCount();
    }
}
