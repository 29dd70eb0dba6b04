package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handlers on virtual threads, where Java has them; elsewhere Spring Boot ignores the property. */
class VirtualThreadsTest {
    private static final int BOOKINGS = 30;

    @Test
    @Timeout(120)
    void issue_byManyHandlersAtOnce_issuesEachStayOnce() {
        try (SeamSandbox sandbox = SeamSandbox.start();
                ConfigurableApplicationContext application = SpringApplication.run(
                        Application.class,
                        "--spring.threads.virtual.enabled=true",
                        "--spring.main.banner-mode=off",
                        "--server.port=0",
                        "--seam.endpoint=" + sandbox.endpoint(),
                        "--seam.api-key=" + sandbox.apiKey())) {
            String url = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")
                    + "/stays?door=" + sandbox.acsEntranceId("Room 101") + "&booking=";
            HttpClient http = HttpClient.newHttpClient();

            List<String> kinds = IntStream.range(0, BOOKINGS)
                    .mapToObj(i -> http.sendAsync(
                            HttpRequest.newBuilder(URI.create(url + i))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString()))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .map(HttpResponse::body)
                    .toList();

            assertThat(kinds)
                    .hasSize(BOOKINGS)
                    .containsOnly(Runtime.version().feature() >= 21 ? "virtual" : "platform");
            assertThat(sandbox.grantsCreatedByKey()).hasSize(BOOKINGS);
            assertThat(sandbox.grantsCreatedByKey().values()).containsOnly(1);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {
        private final Seam seam;

        Application(Seam seam) {
            this.seam = seam;
        }

        @PostMapping("/stays")
        String issue(@RequestParam("booking") String booking, @RequestParam("door") String door) {
            seam.stays()
                    .issue(StayRequest.builder()
                            .accessGrantKey(booking)
                            .newUser(NewUserIdentity.builder()
                                    .userIdentityKey("guest-of-" + booking)
                                    .fullName("Jane Doe")
                                    .build())
                            .acsEntranceIds(List.of(door))
                            .startsAt(Instant.now())
                            .endsAt(Instant.now().plus(Duration.ofDays(2)))
                            .build());
            return Thread.currentThread().toString().startsWith("VirtualThread") ? "virtual" : "platform";
        }
    }
}
