package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.model.ListEventsRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A response below the limit of its size may become many times as large in memory. Each of these, in a JVM with a small
 * heap, is an exception and no {@code OutOfMemoryError}, and the JVM goes on.
 */
@Timeout(120)
@Tag("slow")
class MemoryIT {
    private static final int MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // before the repeated part | the part | after it | size in MiB | Content-Type
                "{\"ok\":true,\"unknown\":[0             | ,1                 | ]}   | 50 |",
                "{\"ok\":true,\"unknown\":[0             | ,1                 | ]}   | 63 |",
                "{\"ok\":true,\"unknown\":[0             | ,{}                | ]}   | 50 |",
                "{\"ok\":true,\"unknown\":[0             | ,[]                | ]}   | 50 |",
                "{\"ok\":true,\"unknown\":[0             | ,\"\"              | ]}   | 50 |",
                "{\"ok\":true,\"unknown\":[0             | ,{\"a\":{\"b\":[]}} | ]}   | 50 |",
                "{\"ok\":true,\"unknown\":\"             | text               | \"}   | 63 |",
                "{\"ok\":true,\"unknown\":\"             | \\n                | \"}   | 50 |",
                "{\"ok\":true,\"unknown\":\"             | \u20ac             | \"}   | 50 |",
                "{\"ok\":true,\"unknown\":              | 1                  | }    | 50 |",
                "{\"ok\":true,\"                         | name               | \":1} | 50 |",
                "{\"ok\":true,\"unknown\":{\"a\":1         | ,\"key#\":1         | }}   | 50 |",
                "{\"ok\":true,\"key\":1                   | ,\"key#\":1         | }    | 50 |",
                "{\"ok\":true,\"events\":[{\"event_id\":\"e\",\"event_type\":\"t\"} "
                        + "| ,{\"event_id\":\"e#\",\"event_type\":\"t\"} | ]} | 50 |",
                "{\"ok\":true,\"events\":[{\"event_id\":\"e\",\"event_type\":\"t\",\"x\":[1 | ,1 | ]}]} | 50 |",
                "{\"ok\":true,\"events\":[0 | ,1 | ]} | 50 |",
                "{\"ok\":true,\"events\":[0,{\"event_id\":\"e\",\"event_type\":\"t\",\"x\":[1 | ,1 | ]}]} | 50 |",
                "{\"ok\":true,\"unknown\":\" | text | \"} | 50 | application/json; charset=iso-8859-1",
                // fits as a model, and once more as text it would not
                "{\"ok\":true,\"events\":[0],\"unknown\":[0 "
                        + "| ,\"a text of some length, as long as the average of texts in a response\" | ]} | 17 |",
            })
    void response_thatIsLargerInMemory_isAnException(
            String before, String part, String after, int mebibytes, String contentType) throws Exception {
        try (RawServer server = RawServer.start(
                large(before, part, after, mebibytes, contentType).then(RawServer.drop()))) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC", // has less room for large arrays than the others
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SmallJvm.class.getName(),
                            server.endpoint())
                    .redirectErrorStream(true)
                    .start();

            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(output.lines()).containsExactly("list: unknown false", "generate: unknown true");
        }
    }

    /** The program that the test starts. */
    static final class SmallJvm {
        private SmallJvm() {}

        public static void main(String[] args) {
            try (Seam seam =
                    Seam.builder().apiKey("seam_test1_key").endpoint(args[0]).build()) {
                try {
                    System.out.println(seam.events()
                            .list(ListEventsRequest.builder()
                                    .since(Instant.EPOCH)
                                    .build())
                            .get(0));
                } catch (SeamResponseException e) {
                    System.out.println("list: unknown " + e.isOutcomeUnknown());
                }
                try {
                    System.out.println(seam.userIdentities().generateInstantKey("guest"));
                } catch (SeamResponseException e) {
                    System.out.println("generate: unknown " + e.isOutcomeUnknown());
                }
            }
        }
    }

    /** Each number sign in the part becomes a number of its own. */
    private static Behavior large(String before, String part, String after, int mebibytes, String contentType) {
        return client -> {
            StringBuilder parts = new StringBuilder();
            int number = 0;
            client.write(("HTTP/1.1 200 OK\r\nContent-Type: " + (contentType == null ? "application/json" : contentType)
                            + "\r\nConnection: close\r\n\r\n" + before)
                    .getBytes(StandardCharsets.UTF_8));
            long written = 0;
            while (written < (long) mebibytes * MEBIBYTE - 1_000) {
                parts.setLength(0);
                while (parts.length() < 100_000 && written + parts.length() < (long) mebibytes * MEBIBYTE - 1_000) {
                    parts.append(part.replace("#", String.valueOf(number++)));
                }
                byte[] bytes = parts.toString().getBytes(StandardCharsets.UTF_8);
                client.write(bytes);
                written += bytes.length;
            }
            client.write(after.getBytes(StandardCharsets.UTF_8));
        };
    }
}
