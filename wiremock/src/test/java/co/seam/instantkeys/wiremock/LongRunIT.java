package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox that serves hundreds of thousands of calls in a JVM with a small heap. */
@Tag("slow")
@Timeout(1_200)
class LongRunIT {
    private static final int CALLS = 200_000;

    @TempDir
    private Path folder;

    /**
     * The program that runs in the other JVM, with a sandbox and the threads that call it. They use Java's old client:
     * on a busy machine the new one lost a call now and then, on a connection that it closed itself.
     */
    static final class Program {
        private static final int THREADS = 8;

        private final AtomicInteger calls = new AtomicInteger();
        private final SeamSandbox sandbox;

        private Program(SeamSandbox sandbox) {
            this.sandbox = sandbox;
        }

        public static void main(String[] args) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try (SeamSandbox sandbox = SeamSandbox.start()) {
                sandbox.webhooks().collect();
                Program program = new Program(sandbox);
                String regular = program.create("/user_identities/create", "{}", "user_identity", "user_identity_id");
                for (int i = 0; i < 50; i++) {
                    program.call(
                            "/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + regular + "\"}");
                }
                List<Future<Void>> running = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    running.add(threads.submit(() -> {
                        while (program.calls.get() < CALLS) {
                            program.stay();
                            program.call("/instant_keys/list", "{\"user_identity_id\": \"" + regular + "\"}");
                        }
                        return null;
                    }));
                }
                for (Future<Void> done : running) {
                    done.get();
                }
                int received = Stream.of(
                                "/user_identities/create",
                                "/user_identities/generate_instant_key",
                                "/user_identities/delete",
                                "/access_grants/create",
                                "/instant_keys/list")
                        .mapToInt(sandbox::timesReceived)
                        .sum();
                System.out.println("calls " + program.calls.get() + ", received " + received);
            } finally {
                threads.shutdownNow();
            }
        }

        /** Lets a guest arrive and leave. */
        private void stay() throws Exception {
            String guest = create("/user_identities/create", "{}", "user_identity", "user_identity_id");
            create(
                    "/access_grants/create",
                    "{\"user_identity_id\": \"" + guest + "\", \"acs_entrance_ids\": [\""
                            + sandbox.acsEntranceId("Room 101")
                            + "\"], \"requested_access_methods\": [{\"mode\": \"mobile_key\"}]}",
                    "access_grant",
                    "access_grant_id");
            call("/instant_keys/list", "{\"user_identity_id\": \"" + guest + "\"}");
            call("/user_identities/delete", "{\"user_identity_id\": \"" + guest + "\"}");
        }

        private String create(String path, String json, String resource, String id) throws Exception {
            return JsonParser.parseString(call(path, json))
                    .getAsJsonObject()
                    .getAsJsonObject(resource)
                    .get(id)
                    .getAsString();
        }

        private String call(String path, String json) throws Exception {
            HttpURLConnection call = (HttpURLConnection) new URL(sandbox.endpoint() + path).openConnection();
            call.setRequestProperty("Authorization", "Bearer " + sandbox.apiKey());
            call.setRequestProperty("Content-Type", "application/json");
            call.setDoOutput(true);
            try (OutputStream out = call.getOutputStream()) {
                out.write(json.getBytes(StandardCharsets.UTF_8));
            }
            String response;
            try (InputStream in = call.getInputStream()) { // throws at an error response
                response = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            calls.incrementAndGet();
            return response;
        }
    }

    @Test
    void sandbox_called200000TimesIn256Megabytes_servesEachCall() throws Exception {
        String printed =
                ChildJvm.run(folder, Program.class, Duration.ofMinutes(18), "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

        String[] last = printed.lines().reduce((line, next) -> next).orElse("").split("\\D+");
        assertThat(last).as(printed).hasSize(3);
        assertThat(Integer.parseInt(last[1])).isGreaterThanOrEqualTo(CALLS);
        assertThat(last[2]).as("calls that were received").isEqualTo(last[1]);
    }
}
