package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run whose requests would not fit into the heap, in a JVM of its own. Responses come from the same JVM. */
@Tag("slow")
class IssueAllMemoryIT {
    private static final long STAYS = 100_000;
    private static final String TEMPLATE_KEY = "booking-of-the-template";

    /** The program that runs in the other JVM. */
    static final class Program {
        private Program() {}

        /** Issues as many stays as the first argument says; the second one is the response. Prints what was done. */
        public static void main(String[] args) {
            long stays = Long.parseLong(args[0]);
            AtomicLong longest = new AtomicLong();
            AtomicLong taken = new AtomicLong();
            try (Seam seam = Seam.builder()
                    .apiKey("seam_key")
                    .httpClient(new OkHttpClient.Builder()
                            .addInterceptor(new Responder(args[1]))
                            .build())
                    .build()) {
                try (StayResults results = seam.stays()
                        .issueAll(LongStream.range(0, stays)
                                .peek(booking -> taken.incrementAndGet())
                                .mapToObj(Program::stay)
                                .iterator())) {
                    for (long done = 1; results.hasNext(); done++) {
                        RuntimeException failure = results.next().getFailure();
                        if (failure != null) {
                            throw failure;
                        }
                        long ahead = taken.get() - done;
                        longest.accumulateAndGet(ahead, Math::max);
                    }
                }
            }
            System.out.println("issued " + taken + ", at most " + longest + " ahead");
        }

        private static StayRequest stay(long booking) {
            return StayRequest.builder()
                    .accessGrantKey("booking-" + booking)
                    .newUser(NewUserIdentity.builder()
                            .fullName("A guest with a long name ".repeat(40) + booking)
                            .build())
                    .spaceIds(List.of("4f6d1c0a-5c3e-4a0b-9a57-2d3c1b0a9f8e"))
                    .startsAt(Instant.parse("2030-05-01T15:00:00Z"))
                    .noEnd()
                    .build();
        }
    }

    /** Creates each grant in memory, and keeps none. */
    private static final class Responder implements Interceptor {
        private static final Pattern KEY = Pattern.compile("\"access_grant_key\":\"([^\"]+)\"");

        private final String template;

        Responder(String template) {
            this.template = template;
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            Buffer body = new Buffer();
            chain.request().body().writeTo(body);
            Matcher key = KEY.matcher(body.readUtf8());
            if (!key.find()) {
                throw new IOException("no key");
            }
            return new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("OK")
                    .body(ResponseBody.create(
                            template.replace(TEMPLATE_KEY, key.group(1)), MediaType.get("application/json")))
                    .build();
        }
    }

    @Test
    void issueAll_hundredThousandStaysInASmallHeap_keepsNone() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        String.valueOf(STAYS),
                        template())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("issued " + STAYS + ", at most ");
        long ahead = Long.parseLong(output.replaceAll("(?s).*at most (\\d+) ahead.*", "$1"));
        assertThat(ahead).isLessThanOrEqualTo(3L * Defaults.CONCURRENT_STAYS);
    }

    /** The response to a create, as the sandbox sends it. */
    private static String template() throws Exception {
        try (SeamSandbox sandbox = SeamSandbox.start()) {
            String request = "{\"access_grant_key\": \"" + TEMPLATE_KEY + "\", \"user_identity\": {},"
                    + " \"acs_entrance_ids\": [\"" + sandbox.acsEntranceId("Room 101") + "\"],"
                    + " \"requested_access_methods\": [{\"mode\": \"mobile_key\"}]}";
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/access_grants/create"))
                                    .header("Authorization", "Bearer " + sandbox.apiKey())
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(request))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
