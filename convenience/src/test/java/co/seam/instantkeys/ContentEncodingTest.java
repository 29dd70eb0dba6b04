package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.keyResponse;
import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.CannedResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole response to a write is not lost because of how its body is compressed. */
@Timeout(60)
class ContentEncodingTest {
    private static final byte[] KEY = keyResponse("guest").body();
    private static final int HALF = KEY.length / 2;

    private record Sent(String name, String encoding, byte[] body) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sent> readable() throws IOException {
        byte[] first = Arrays.copyOfRange(KEY, 0, HALF);
        byte[] second = Arrays.copyOfRange(KEY, HALF, KEY.length);
        byte[] garbage = "\0\0garbage".getBytes(StandardCharsets.UTF_8);
        byte[] nothing = {};
        return Stream.of(
                new Sent("none", null, KEY),
                new Sent("gzip", "gzip", gzip(KEY)),
                new Sent("gzip of two members", "gzip", join(gzip(first), gzip(second))),
                new Sent("gzip of an empty member in front", "gzip", join(gzip(nothing), gzip(KEY))),
                new Sent("gzip of an empty member behind", "gzip", join(gzip(KEY), gzip(nothing))),
                new Sent("gzip of three members", "gzip", join(gzip(first), gzip(second), gzip(nothing))),
                new Sent("gzip with zeros behind", "gzip", join(gzip(KEY), new byte[9])),
                new Sent("gzip with one byte behind", "gzip", join(gzip(KEY), new byte[1])),
                new Sent("gzip with bytes behind", "gzip", join(gzip(KEY), garbage, garbage, garbage, garbage)),
                new Sent("gzip with half a member behind", "gzip", join(gzip(KEY), Arrays.copyOf(gzip(KEY), 6))),
                new Sent("x-gzip", "x-gzip", gzip(KEY)),
                new Sent("in capitals", "GZip", gzip(KEY)),
                new Sent("gzip twice", "gzip, gzip", gzip(gzip(KEY))),
                new Sent("identity", "identity", KEY),
                new Sent("gzip and identity", "gzip,identity", gzip(KEY)),
                new Sent("deflate", "deflate", deflate(KEY, false)),
                new Sent("raw deflate", "deflate", deflate(KEY, true)),
                new Sent("deflate and gzip", "deflate, gzip", gzip(deflate(KEY, false))),
                new Sent("declared as gzip, but plain", "gzip", KEY),
                new Sent("empty encoding", "", KEY));
    }

    @ParameterizedTest
    @MethodSource("readable")
    void write_responseInAnyEncodingThatIsKnown_isRead(Sent sent) throws Exception {
        for (boolean inPieces : new boolean[] {false, true}) {
            try (RawServer server = RawServer.start(response(200, sent, inPieces));
                    Seam seam = client(server).build()) {
                assertThat(seam.userIdentities().generateInstantKey("guest").getInstantKeyId())
                        .isEqualTo("key-1");

                assertThat(server.requests()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("readable")
    void write_interceptorSetsItsOwnAcceptEncoding_isReadAllTheSame(Sent sent) throws Exception {
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Accept-Encoding", "identity")
                        .build()))
                .build();
        try (RawServer server = RawServer.start(response(200, sent, false));
                Seam seam = client(server).httpClient(own).build()) {
            assertThat(seam.userIdentities().generateInstantKey("guest").getInstantKeyId())
                    .isEqualTo("key-1");
        }
    }

    @Test
    void interceptorOfTheCaller_compressedResponse_seesItDecompressed() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    okhttp3.Response response = chain.proceed(chain.request());
                    seen.set(response.header("Content-Encoding")
                            + response.header("Content-Length")
                            + response.peekBody(1_000).string());
                    return response;
                })
                .build();
        try (RawServer server = RawServer.start(response(200, new Sent("gzip", "gzip", gzip(KEY)), false));
                Seam seam = client(server).httpClient(own).build()) {
            seam.userIdentities().generateInstantKey("guest");

            assertThat(seen.get()).isEqualTo("nullnull" + new String(KEY, StandardCharsets.UTF_8));
        }
    }

    @Test
    void write_unknownEncoding_isUnreadableAndItsOutcomeUnknown() throws Exception {
        try (RawServer server = RawServer.start(response(200, new Sent("br", "br", new byte[] {1, 2, 3}), false));
                Seam seam = client(server).build()) {
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            assertThat(e.isOutcomeUnknown()).isTrue();
        }
    }

    @Test
    void errorResponse_brokenGzip_keepsItsStatus() throws Exception {
        byte[] broken = Arrays.copyOf(gzip(KEY), 14);
        try (RawServer server = RawServer.start(response(409, new Sent("cut", "gzip", broken), false));
                Seam seam = client(server).build()) {
            SeamConflictException e = catchThrowableOfType(
                    SeamConflictException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            assertThat(e.getStatus()).isEqualTo(409);
        }
    }

    private static Behavior response(int status, Sent sent, boolean inPieces) {
        CannedResponse response = new CannedResponse(
                status,
                sent.encoding == null ? List.of() : List.of("Content-Encoding: " + sent.encoding),
                sent.body,
                inPieces);
        if (!inPieces) {
            return respond(response);
        }
        return client -> { // a member that has not arrived yet is not the end
            for (byte[] piece : client.pieces(response)) {
                client.write(piece);
            }
        };
    }

    private static Seam.Builder client(RawServer server) {
        return Seam.builder().apiKey("seam_test1_key").endpoint(server.endpoint());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean raw) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate =
                new DeflaterOutputStream(zipped, new Deflater(Deflater.DEFAULT_COMPRESSION, raw))) {
            deflate.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
