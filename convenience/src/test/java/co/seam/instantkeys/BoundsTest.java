package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.CannedResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A response takes a limited amount of memory, however large or deeply nested it is. */
@Timeout(60)
class BoundsTest {
    private static final int LIMIT = 100_000;
    private static final int ERROR_LIMIT = 64 << 10;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void success_overTheLimit_isAResponseExceptionThatNamesIt(boolean chunked) throws Exception {
        try (RawServer server = RawServer.start(respond(body(LIMIT + 1, chunked)));
                Seam seam = client(server).maxResponseBytes(LIMIT).build()) {
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            assertThat(e).hasMessageContaining("larger than " + LIMIT + " bytes");
            assertThat(e.getStatus()).isEqualTo(200);
            assertThat(e.getRawBody()).hasSize(ERROR_LIMIT).startsWith("{\"ok\":true,\"instant_key\":{");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void success_ofExactlyTheLimit_isRead(boolean chunked) throws Exception {
        try (RawServer server = RawServer.start(respond(body(LIMIT, chunked)));
                Seam seam = client(server).maxResponseBytes(LIMIT).build()) {
            assertThat(seam.userIdentities().generateInstantKey("guest").getInstantKeyId())
                    .isEqualTo("key-1");
        }
    }

    @Test
    void read_overTheLimit_isNotRetried() throws Exception {
        try (RawServer server = RawServer.start(respond(body(LIMIT + 1, false)));
                Seam seam = client(server).maxResponseBytes(LIMIT).build()) {
            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamResponseException.class);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void call_afterOneOverTheLimit_succeeds() throws Exception {
        try (RawServer server = RawServer.start(respond(body(100 * LIMIT, false)), RawServer.succeed());
                Seam seam = client(server).maxResponseBytes(LIMIT).build()) {
            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamResponseException.class);

            assertThat(seam.instantKeys().list("guest")).hasSize(1);
        }
    }

    @Test
    void success_gzipBomb_isBoundedAfterDecompression() throws Exception {
        byte[] bomb = gzip(body(1000 * LIMIT, false).body());
        try (RawServer server = RawServer.start(respond(zipped(200, bomb)));
                Seam seam = client(server).maxResponseBytes(10 * LIMIT).build()) {
            assertThat(bomb).hasSizeLessThan(10 * LIMIT);

            assertThatThrownBy(() -> seam.instantKeys().list("guest"))
                    .isInstanceOf(SeamResponseException.class)
                    .hasMessageContaining("larger than " + 10 * LIMIT + " bytes");
        }
    }

    @Test
    void errorResponse_gzipBomb_keeps64KiB() throws Exception {
        byte[] bomb = gzip("x".repeat(1000 * LIMIT).getBytes(StandardCharsets.US_ASCII));
        try (RawServer server = RawServer.start(respond(zipped(409, bomb)));
                Seam seam = client(server).build()) {
            SeamConflictException e = catchThrowableOfType(
                    SeamConflictException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            assertThat(e.getRawBody()).hasSize(ERROR_LIMIT);
        }
    }

    @Test
    void success_brokenGzip_isAnException() throws Exception {
        byte[] zipped = gzip("{}".getBytes(StandardCharsets.US_ASCII));
        zipped[zipped.length - 6] ^= 1; // in its checksum
        try (RawServer server = RawServer.start(respond(zipped(200, zipped)));
                Seam seam = client(server).build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamException.class);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ERROR_LIMIT - 1, ERROR_LIMIT, ERROR_LIMIT + 1, 10_000_000})
    void errorResponse_largeBody_keeps64KiB(int size) throws Exception {
        try (RawServer server = RawServer.start(respond(409, "x".repeat(size)));
                Seam seam = client(server).build()) {
            SeamConflictException e = catchThrowableOfType(
                    SeamConflictException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            assertThat(e.getRawBody()).hasSize(Math.min(size, ERROR_LIMIT));
            assertThat(e.getMessage()).hasSizeLessThan(1000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // an array in place of an object; in an unknown property; in an unknown property of a model
                "{\"ok\":true,\"instant_key\":    | [  | ]",
                "{\"ok\":true,\"unknown\":        | [  | ]",
                "{\"ok\":true,\"unknown\":        | {\"a\": | }",
                "{\"ok\":true,\"instant_key\":{\"unknown\": | {\"a\": | }",
                "{\"ok\":true,\"instant_key\":{\"unknown\": | [ | ]",
            })
    void success_deeplyNested_isAResponseException(String before, String open, String close) throws Exception {
        int depth = 500_000;
        String body = before + open.repeat(depth) + "1" + close.repeat(depth) + "}";
        try (RawServer server = RawServer.start(respond(200, body));
                Seam seam = client(server).build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamResponseException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"error\":{\"validation_errors\":", "{\"error\":{\"data\":"})
    void errorResponse_deeplyNested_keepsItsStatus(String before) throws Exception {
        String body = before + "[".repeat(60_000);
        try (RawServer server = RawServer.start(respond(400, body));
                Seam seam = client(server).build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamInvalidInputException.class);
        }
    }

    @Test
    void errorResponse_deeplyNestedButComplete_keepsItsStatus() throws Exception {
        int depth = 5000; // short enough to be kept completely
        String body = "{\"error\":{\"type\":\"invalid_input\",\"message\":\"m\",\"validation_errors\":"
                + "{\"a\":".repeat(depth) + "{\"_errors\":[\"deep\"]}" + "}".repeat(depth) + "},\"ok\":false}";
        try (RawServer server = RawServer.start(respond(400, body));
                Seam seam = client(server).build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamInvalidInputException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"256m, 0, 200", "64m, 4194304, 200", "64m, 4194304, 500"})
    void gibibyte_inASmallJvm_isAnExceptionAndNoOutOfMemoryError(String memory, long limit, int status)
            throws Exception {
        try (RawServer server = RawServer.start(gibibyte(status))) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + memory,
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SmallJvm.class.getName(),
                            server.endpoint(),
                            String.valueOf(limit))
                    .redirectErrorStream(true)
                    .start();

            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(output.trim())
                    .isEqualTo(
                            status == 200 ? "SeamResponseException " + (limit == 0 ? 64 << 20 : limit) : "status 500");
            assertThat(child.exitValue()).isZero();
        }
    }

    /** The program that the test above starts. */
    static final class SmallJvm {
        private SmallJvm() {}

        public static void main(String[] args) {
            Seam.Builder builder = Seam.builder().apiKey("seam_test1_key").endpoint(args[0]);
            long limit = Long.parseLong(args[1]);
            if (limit > 0) {
                builder.maxResponseBytes(limit);
            } else {
                limit = 64 << 20;
            }
            try (Seam seam = builder.build()) {
                seam.userIdentities().generateInstantKey("guest");
            } catch (SeamResponseException e) {
                System.out.println("SeamResponseException "
                        + (e.getMessage().contains(String.valueOf(limit)) ? String.valueOf(limit) : e.getMessage()));
            } catch (SeamServerException e) {
                System.out.println("status " + e.getStatus());
            }
        }
    }

    private static Behavior gibibyte(int status) {
        return client -> {
            client.write(("HTTP/1.1 " + status + " Whatever\r\nContent-Length: " + (1 << 30)
                            + "\r\n\r\n{\"ok\":true,\"x\":\"")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] mebibyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1024; i++) {
                client.write(mebibyte); // fails when the client closes the connection
            }
        };
    }

    private static Seam.Builder client(RawServer server) {
        return Seam.builder().apiKey("seam_test1_key").endpoint(server.endpoint());
    }

    /** A response with a key, padded with white space to this size. */
    private static CannedResponse body(int size, boolean chunked) {
        CannedResponse keys = RawServer.keyResponse("guest");
        String text = new String(keys.body(), StandardCharsets.US_ASCII);
        CannedResponse padded = CannedResponse.of(200, text + " ".repeat(size - text.length()));
        return chunked ? padded.inChunks() : padded;
    }

    private static CannedResponse zipped(int status, byte[] bytes) {
        return new CannedResponse(status, List.of("Content-Encoding: gzip"), bytes, false);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }
}
