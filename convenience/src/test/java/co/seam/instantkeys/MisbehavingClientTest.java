package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.drop;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.RawServer.WireProtocol;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.FakeClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners and interceptors of the caller that misbehave cost neither a response, nor a connection, nor the truth. */
@Timeout(60)
class MisbehavingClientTest {
    /** Throws at every event that OkHttp calls while it holds what it alone can give back. */
    private static final class ThrowingListener extends EventListener {
        private final List<String> events = new ArrayList<>();

        private void on(String event) {
            events.add(event);
            throw new AssertionError(event);
        }

        @Override
        public void callStart(Call call) {
            on("callStart");
        }

        @Override
        public void secureConnectEnd(Call call, Handshake handshake) {
            on("secureConnectEnd");
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
            on("connectEnd");
        }

        @Override
        public void connectionReleased(Call call, Connection connection) {
            on("connectionReleased");
        }

        @Override
        public void responseBodyEnd(Call call, long byteCount) {
            on("responseBodyEnd");
        }

        @Override
        public void callEnd(Call call) {
            on("callEnd");
        }
    }

    @ParameterizedTest
    @EnumSource
    void generate_listenerThrowsAtManyEvents_succeedsAndGivesTheConnectionBack(WireProtocol wire) throws Exception {
        ThrowingListener listener = new ThrowingListener();
        OkHttpClient client = RawServer.trusting(new OkHttpClient.Builder())
                .eventListener(listener)
                .build();
        try (RawServer server = RawServer.start(wire, succeed());
                Seam seam = client(server, client)) {
            InstantKey key = seam.userIdentities().generateInstantKey("guest");

            client.connectionPool().evictAll();
            assertThat(key.getInstantKeyId()).isEqualTo("key-1");
            assertThat(listener.events)
                    .contains("callStart", "connectEnd", "responseBodyEnd", "connectionReleased", "callEnd");
            server.awaitNoConnections();
        }
    }

    @Test
    void generate_interceptorSentItAsWellAndTheServerRejectsTheSecond_isUnknown() throws Exception {
        OkHttpClient client =
                new OkHttpClient.Builder().addInterceptor(sendingTwice("/")).build();
        try (RawServer server = RawServer.start(succeed(), respond(409, ""));
                Seam seam = client(server, client)) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOfSatisfying(
                            SeamConflictException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    /** What is sent twice is the copy of the first interceptor, which nothing of this SDK is in. */
    @Test
    void generate_networkInterceptorSentACopyAsWellAndTheServerRejectsTheSecond_isUnknown() throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .addNetworkInterceptor(CallersClient::replaceBody)
                .addNetworkInterceptor(sendingTwice("/"))
                .build();
        try (RawServer server = RawServer.start(succeed(), respond(409, ""));
                Seam seam = client(server, client)) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOfSatisfying(
                            SeamConflictException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void generate_interceptorWrapsTheBodyAndTheServerRejectsIt_isNotProcessed(boolean network) throws Exception {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        (network ? client.networkInterceptors() : client.interceptors()).add(MisbehavingClientTest::wrapBody);
        try (RawServer server = RawServer.start(respond(409, ""));
                Seam seam = client(server, client.build())) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOfSatisfying(
                            SeamConflictException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
        }
    }

    @Test
    void issue_interceptorSentTheGrantAsWellAndLookupsFail_isUnknown() throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(sendingTwice("/access_grants/create"))
                .build();
        StayRequest request = StayRequest.builder()
                .accessGrantKey("booking-7")
                .newUser(NewUserIdentity.builder().userIdentityKey("ada").build())
                .spaceIds(List.of("space"))
                .startsAt(Instant.parse("2026-07-01T14:00:00Z"))
                .noEnd()
                .build();
        try (RawServer server = RawServer.start(respond(404, ""), succeed(), respond(409, ""), drop());
                Seam seam = client(server, client)) {
            assertThatThrownBy(() -> seam.stays().issue(request))
                    .isInstanceOfSatisfying(
                            SeamConflictException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    /** Sends requests below the path by a client of its own, and then lets them proceed. */
    private static Interceptor sendingTwice(String path) {
        OkHttpClient own = new OkHttpClient();
        return chain -> {
            Request request = chain.request();
            if (request.url().encodedPath().startsWith(path)) {
                Buffer body = new Buffer();
                request.body().writeTo(body);
                RequestBody copy =
                        RequestBody.create(body.readByteArray(), request.body().contentType());
                own.newCall(request.newBuilder().post(copy).build()).execute().close();
            }
            return chain.proceed(request);
        };
    }

    /** Replaces the body by one that passes it on, as interceptors that compress or measure do. */
    private static Response wrapBody(Interceptor.Chain chain) throws IOException {
        RequestBody body = chain.request().body();
        RequestBody wrapper = new RequestBody() {
            @Override
            public MediaType contentType() {
                return body.contentType();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                body.writeTo(sink);
            }
        };
        return chain.proceed(chain.request()
                .newBuilder()
                .removeHeader("Content-Length")
                .header("Transfer-Encoding", "chunked")
                .post(wrapper)
                .build());
    }

    private static Seam client(RawServer server, OkHttpClient client) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .httpClient(client)
                .clock(new FakeClock())
                .build();
    }
}
