package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.wiremock.NextCalls;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.time.Duration;

/**
 * The sandbox in a process of its own, with a latency added to each response. Prints the endpoint, the key and the id
 * of an entrance, and exits at the end of its input.
 */
final class BulkServer {
    private static final String CREATE = "/access_grants/create";

    private BulkServer() {}

    /** @param args latency in milliseconds, how many calls to prepare, and after how many creates one gets a 429 */
    public static void main(String[] args) throws IOException {
        Duration latency = Duration.ofMillis(Long.parseLong(args[0]));
        int calls = Integer.parseInt(args[1]);
        int limited = Integer.parseInt(args[2]);
        SeamSandbox sandbox = SeamSandbox.start();
        sandbox.onNext(calls, "/acs/entrances/list").delay(latency);
        sandbox.onNext(calls, "/user_identities/get").delay(latency);
        sandbox.onNext(calls, "/user_identities/create").delay(latency);
        sandbox.onNext(calls, "/access_grants/get").delay(latency);
        for (int call = 1; call <= calls; call++) {
            NextCalls next = sandbox.onNext(CREATE);
            if (limited > 0 && call % limited == 0) {
                next.respond(429, Duration.ofSeconds(1));
            } else {
                next.delay(latency);
            }
        }
        System.out.println(sandbox.endpoint());
        System.out.println(sandbox.apiKey());
        System.out.println(sandbox.acsEntranceId("Room 101"));
        while (System.in.read() >= 0) {
            // no input is expected
        }
        System.exit(0);
    }
}
