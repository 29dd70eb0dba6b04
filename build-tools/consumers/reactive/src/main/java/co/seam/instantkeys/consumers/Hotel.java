package co.seam.instantkeys.consumers;

import co.seam.instantkeys.Seam;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Remembers the events of Seam, and calls the API on a thread that may wait. */
@SpringBootApplication
@RestController
public class Hotel {
    private final Seam seam;
    private final SeamWebhook webhook;
    private final Queue<WebhookEvent> events = new ConcurrentLinkedQueue<>();

    public Hotel(Seam seam, SeamWebhook webhook) {
        this.seam = seam;
        this.webhook = webhook;
    }

    public static void main(String[] args) {
        SpringApplication.run(Hotel.class, args);
    }

    @GetMapping("/workspace")
    public Mono<String> workspace() {
        return Mono.fromCallable(() -> seam.workspaces().get().getName()).subscribeOn(Schedulers.boundedElastic());
    }

    @PostMapping("/seam/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void receive(@RequestBody byte[] body, @RequestHeader HttpHeaders headers) {
        events.add(webhook.verify(body, headers::getFirst));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    public void notAuthentic(SeamWebhookSignatureException e) {}

    Queue<WebhookEvent> events() {
        return events;
    }
}
