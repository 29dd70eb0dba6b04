package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnclosedSandboxTest {
    @TempDir
    private Path folder;

    /** A program that forgets to close its sandbox, after a call and a delivery have started all of its threads. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            SeamSandbox sandbox = SeamSandbox.start();
            sandbox.webhooks().collect();
            HttpRequest create = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/user_identities/create"))
                    .header("Authorization", "Bearer " + sandbox.apiKey())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            int status = HttpClient.newHttpClient()
                    .send(create, BodyHandlers.discarding())
                    .statusCode();
            System.out.println("status " + status);
        }
    }

    @Test
    void main_endedWithoutClose_endsTheJvm() throws Exception {
        String printed = ChildJvm.run(folder, Program.class, Duration.ofMinutes(1));

        assertThat(printed).contains("status 200");
    }
}
