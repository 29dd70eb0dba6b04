package co.seam.instantkeys.consumers;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.SeamWebhookSignatureException;
import co.seam.instantkeys.WebhookEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Verifies the events of Seam as the guide has it. */
@SpringBootApplication
@RestController
public class ReactiveHotel {
    private final SeamWebhook webhook;
    private final Queue<WebhookEvent> events = new ConcurrentLinkedQueue<>();

    public ReactiveHotel(SeamWebhook webhook) {
        this.webhook = webhook;
    }

    public static void main(String[] args) {
        SpringApplication.run(ReactiveHotel.class, args);
    }

    @PostMapping("/seam/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void receive(@RequestBody byte[] body, @RequestHeader HttpHeaders headers) {
        events.add(webhook.verify(body, headers::getFirst));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    public void reject(SeamWebhookSignatureException e) {}

    Queue<WebhookEvent> events() {
        return events;
    }
}
