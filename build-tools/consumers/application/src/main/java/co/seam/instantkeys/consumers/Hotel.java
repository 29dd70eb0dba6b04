package co.seam.instantkeys.consumers;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.WebhookEvent;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.spring.SeamWebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Issues a stay on request, and remembers the events of Seam. */
@SpringBootApplication
@RestController
public class Hotel {
    private final Seam seam;
    private final Queue<WebhookEvent> events = new ConcurrentLinkedQueue<>();

    public Hotel(Seam seam) {
        this.seam = seam;
    }

    public static void main(String[] args) {
        SpringApplication.run(Hotel.class, args);
    }

    @PostMapping("/stays")
    public String issue(@RequestParam String booking, @RequestParam String entranceId) {
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
                        .build())
                .getInstantKeyUrl();
    }

    /** For the forms of the application. */
    @GetMapping("/token")
    public String csrfToken(CsrfToken token) {
        return token.getToken();
    }

    @PostMapping("/seam/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void receive(@SeamWebhookEvent WebhookEvent event) {
        events.add(event);
    }

    Queue<WebhookEvent> events() {
        return events;
    }
}
