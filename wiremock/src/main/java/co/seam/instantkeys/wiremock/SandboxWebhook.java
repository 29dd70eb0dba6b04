package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Webhook;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * A webhook of the sandbox, and what was delivered to it. Messages are sent one after the other, in the order of their
 * events; one that failed is sent again later. Thread-safe.
 */
public final class SandboxWebhook {
    /** Bounds the memory of a sandbox that runs for days. */
    static final int MAX_ATTEMPTS = 10_000;

    /** The webhook as the API shows it. */
    private volatile Webhook base;

    /** Whether attempts are kept without being sent. */
    final boolean isCollector;
    /** One per webhook, so that a target that hangs delays no other. */
    final ScheduledThreadPoolExecutor sender;

    private final String secret;
    private final Queue<WebhookAttempt> attempts = new ArrayDeque<>();

    SandboxWebhook(Webhook base, String secret, boolean isCollector) {
        this.base = base;
        this.secret = secret;
        this.isCollector = isCollector;
        sender = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "seam-sandbox-webhook");
            thread.setDaemon(true);
            return thread;
        });
        sender.setRemoveOnCancelPolicy(true); // else a cancelled message stays in memory until it is due
    }

    /** Secret with which the messages are signed. It starts with {@code whsec_}. */
    public String secret() {
        return secret;
    }

    /** The last 10,000 attempts, in the order in which they ended: an unmodifiable copy. */
    public List<WebhookAttempt> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    /** Contains the id, never the secret. */
    @Override
    public String toString() {
        return "SandboxWebhook[" + id() + "]";
    }

    String id() {
        return base.getWebhookId();
    }

    String url() {
        return base.getUrl();
    }

    void add(WebhookAttempt attempt) {
        synchronized (attempts) {
            if (attempts.size() == MAX_ATTEMPTS) {
                attempts.remove();
            }
            attempts.add(attempt);
        }
    }

    void setEventTypes(List<String> eventTypes) {
        base = base.toBuilder().eventTypes(eventTypes).build();
    }

    boolean wants(String eventType) {
        return base.getEventTypes().contains("*") || base.getEventTypes().contains(eventType);
    }

    Webhook toModel() {
        return base;
    }
}
