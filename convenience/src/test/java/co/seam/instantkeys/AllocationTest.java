package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Limits what a call allocates on the caller's thread, including about 7 kB by OkHttp. Unlike times, bytes can be
 * measured exactly. The limits are the measured values plus 6 %. A commit that exceeds one on purpose raises it here.
 */
@Timeout(60)
class AllocationTest {
    private static final long GENERATE = 14_700;
    private static final long LIST_OF_100 = 82_600;
    private static final long ISSUE = 18_900;

    private static final int ROUNDS = 100;
    private static final int CALLS_A_ROUND = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void generateInstantKey_bytesOfACall_stayWithinTheLimit() throws Exception {
        try (RawServer server = RawServer.start(RawServer.succeed());
                Seam seam = client(server)) {
            assertThat(bytesOf(() -> seam.userIdentities().generateInstantKey("guest")))
                    .isLessThanOrEqualTo(GENERATE);
        }
    }

    @Test
    void list_bytesOfACallWithHundredKeys_stayWithinTheLimit() throws Exception {
        String keys = IntStream.range(0, 100)
                .mapToObj(i -> "{\"instant_key_id\":\"" + id(i) + "\",\"workspace_id\":\"" + id(1_000)
                        + "\",\"user_identity_id\":\"" + id(1_001) + "\",\"client_session_id\":\""
                        + id(2_000 + i)
                        + "\",\"instant_key_url\":\"https://ik.seam.co/" + id(i).substring(24)
                        + "\",\"created_at\":\"2026-07-01T08:00:00." + (100_000 + i) + "Z\",\"expires_at\":"
                        + "\"2026-07-03T08:00:00." + (200_000 + i) + "Z\"}")
                .collect(Collectors.joining(",", "{\"instant_keys\":[", "],\"ok\":true}"));
        try (RawServer server = RawServer.start(respond(200, keys, "Content-Type: application/json"));
                Seam seam = client(server)) {
            readManyNames();
            assertThat(seam.instantKeys().list("guest")).hasSize(100);

            assertThat(bytesOf(() -> seam.instantKeys().list("guest"))).isLessThanOrEqualTo(LIST_OF_100);
        }
    }

    @Test
    void issue_bytesOfAStayWithoutLookups_stayWithinTheLimit() throws Exception {
        String grant = "{\"access_grant\":{\"access_grant_id\":\"" + id(1) + "\",\"workspace_id\":\"" + id(2)
                + "\",\"user_identity_id\":\"" + id(3)
                + "\",\"access_grant_key\":\"booking-7\",\"display_name\":\"Stay\""
                + ",\"created_at\":\"2026-07-01T08:00:00Z\",\"starts_at\":\"2026-07-13T15:00:00Z\",\"ends_at\":"
                + "\"2026-07-16T11:00:00Z\",\"access_method_ids\":[\"" + id(4) + "\"],\"requested_access_methods\":[],"
                + "\"space_ids\":[\"" + id(5) + "\"],\"instant_key_url\":\"https://ik.seam.co/ABC\"},\"ok\":true}";
        try (RawServer server = RawServer.start(respond(200, grant, "Content-Type: application/json"));
                Seam seam = client(server)) {
            StayRequest request = StayRequest.builder()
                    .accessGrantKey("booking-7")
                    .userIdentityId(id(3))
                    .spaceIds(List.of(id(5)))
                    .startsAt(Instant.parse("2026-07-13T15:00:00Z"))
                    .endsAt(Instant.parse("2026-07-16T11:00:00Z"))
                    .build();

            assertThat(bytesOf(() -> seam.stays().issue(request))).isLessThanOrEqualTo(ISSUE);
        }
    }

    /** Reads names that occur once, as in custom metadata: they must not displace the names of the API. */
    private static void readManyNames() throws IOException {
        String names = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"name" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
        for (int i = 0; i < 20; i++) {
            JsonConverterFactory.read(
                    SeamTypeAdapterFactory.adapter(InstantKeysResponse.class), new Buffer().writeUtf8(names));
        }
    }

    /** The minimum of many rounds: compiled code allocates less, and when it is compiled cannot be known. */
    private static long bytesOf(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS_A_ROUND; i++) {
                call.run();
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS_A_ROUND);
        }
        return least;
    }

    private static String id(int number) {
        return String.format("3f2a9c4e-5b1d-4e7a-8c90-%012d", number);
    }

    private static Seam client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .build();
    }
}
