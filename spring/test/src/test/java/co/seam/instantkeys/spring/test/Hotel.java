package co.seam.instantkeys.spring.test;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.WebhookEvent;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.spring.SeamWebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** An application that issues stays and receives events. Does not scan its package, where the sandbox is. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class Hotel {
    final BlockingQueue<WebhookEvent> events = new LinkedBlockingQueue<>();
    private final Seam seam;

    Hotel(Seam seam) {
        this.seam = seam;
    }

    public static void main(String[] args) {
        SpringApplication.run(Hotel.class, args);
    }

    IssuedStay issue(String booking, String entranceId) {
        return seam.stays()
                .issue(StayRequest.builder()
                        .accessGrantKey(booking)
                        .newUser(NewUserIdentity.builder()
                                .userIdentityKey("guest-of-" + booking)
                                .fullName("Jane Doe")
                                .build())
                        .acsEntranceIds(List.of(entranceId))
                        .startsAt(Instant.now())
                        .endsAt(Instant.now().plus(Duration.ofDays(2)))
                        .build());
    }

    @PostMapping("/seam/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void receive(@SeamWebhookEvent WebhookEvent event) {
        events.add(event);
    }
}
