package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.generated.model.Webhook;
import co.seam.instantkeys.wiremock.NextDeliveries.DeliveryFault;
import com.google.gson.TypeAdapter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of a sandbox: those that were created through {@code /webhooks/create}, and those of this class. Each
 * event that the sandbox records is sent to the webhooks that want its type, in the background, signed as Seam's own
 * requests are. The times in the event come from the clock of the sandbox, and the time of the signature from the clock
 * of this machine, so that any verifier accepts it.
 *
 * <p>Only targets on this machine get requests: {@code localhost}, {@code 127.0.0.1} and {@code [::1]}, besides the
 * hosts of {@link SeamSandbox.Builder#allowWebhookHost}. A webhook for any other URL can be created, but nothing is
 * sent to it. Redirects are not followed, and the body of a response is not read. A message that gets no 2xx status is
 * sent again, as {@link #retryAfter} sets. If more than 20,000 messages wait, or are kept back, the oldest are given
 * up. {@link SeamSandbox#reset()} removes all webhooks and settings.
 *
 * <p>While there are webhooks, access methods are issued and deletions end when they are due, even if nobody calls the
 * sandbox. Thread-safe.
 */
public final class SandboxWebhooks {
    /** The retry schedule of Svix, which delivers for Seam: eight attempts within 28 hours. */
    private static final List<Duration> DEFAULT_RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));

    /** How many messages may wait to be sent or sent again, and how many more may be kept back. Bounds the memory. */
    static final int MAX_WAITING = 20_000;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
    private static final long MILLIS_BETWEEN_CHECKS = 20;

    private final Workspace workspace;
    private final Ids ids;
    private final WebhookTarget target;
    /** For the signatures only. */
    private final Clock wallClock = Clock.systemUTC();

    private final Map<String, SandboxWebhook> webhooks = new LinkedHashMap<>();
    private final Queue<DeliveryFault> planned = new ArrayDeque<>();
    /** Oldest first. */
    private final List<Message> held = new ArrayList<>();
    /** Oldest first. */
    private final Set<Message> underWay = new LinkedHashSet<>();

    private List<Duration> retries = DEFAULT_RETRIES;
    private Duration timeout = DEFAULT_TIMEOUT;
    private boolean isHolding;

    SandboxWebhooks(Workspace workspace, Ids ids, Set<String> allowedHosts) {
        this.workspace = workspace;
        this.ids = ids;
        target = new WebhookTarget(allowedHosts);
    }

    /**
     * Creates a webhook that sends all events to a URL.
     *
     * @throws IllegalArgumentException if it is no HTTP URL of this machine or of an allowed host
     */
    public SandboxWebhook deliverTo(String url) {
        return add(allowed(url), List.of("*"), null, false);
    }

    /**
     * Creates a webhook that sends all events to a URL, signed with a secret of the caller, such as one that the
     * application under test has in its configuration.
     *
     * @param secret {@code whsec_} and Base64
     * @throws IllegalArgumentException as {@link #deliverTo(String)}, or if the secret has another form; the message
     *     does not contain it
     */
    public SandboxWebhook deliverTo(String url, String secret) {
        if (!WebhookSignature.isSecret(secret)) {
            throw new IllegalArgumentException("the secret of a webhook must be whsec_ and Base64");
        }
        return add(allowed(url), List.of("*"), secret, false);
    }

    private String allowed(String url) {
        if (target.allowed(url) == null) {
            throw new IllegalArgumentException("the webhook URL must start with http or https and be on this machine"
                    + " (localhost, 127.0.0.1, [::1]) or on a host that was allowed when the sandbox was built");
        }
        return url;
    }

    /** Creates a webhook whose requests are kept in {@link SandboxWebhook#attempts()} instead of being sent. */
    public SandboxWebhook collect() {
        return add("https://collected.invalid/", List.of("*"), null, true);
    }

    /**
     * Returns the webhook with that id, such as one that was created through the API.
     *
     * @throws IllegalArgumentException if there is none
     */
    public SandboxWebhook get(String webhookId) {
        synchronized (workspace) {
            SandboxWebhook webhook = webhooks.get(webhookId);
            if (webhook == null) {
                throw new IllegalArgumentException("no webhook has the id " + webhookId);
            }
            return webhook;
        }
    }

    /**
     * Sets after which times a message is sent again that was not delivered: after the first time following the first
     * attempt, after the second following the second, and so on. By default, after 5 seconds, 5 minutes, 30 minutes, 2,
     * 5, 10 and 10 hours, as Seam does. Without times, each message is sent once.
     *
     * @param times real time, regardless of the sandbox's clock; applies from now on
     * @throws IllegalArgumentException if one is negative
     */
    public void retryAfter(Duration... times) {
        List<Duration> bounded =
                Stream.of(times).map(time -> Behavior.bounded("time", time)).collect(Collectors.toUnmodifiableList());
        synchronized (workspace) {
            retries = bounded;
        }
    }

    /**
     * Sets how long a target may take to respond. 15 seconds by default.
     *
     * @param time real time; applies from now on
     * @throws IllegalArgumentException if it is less than a millisecond
     */
    public void timeout(Duration time) {
        Duration bounded = Behavior.bounded("time", time);
        if (bounded.toMillis() < 1) {
            throw new IllegalArgumentException("time is less than a millisecond: " + time);
        }
        synchronized (workspace) {
            timeout = bounded;
        }
    }

    /** Selects the next message, to deliver it in another way: {@code sandbox.webhooks().onNext().duplicate()}. */
    public NextDeliveries onNext() {
        return onNext(1);
    }

    /**
     * Selects the next messages, to deliver them in another way.
     *
     * @throws IllegalArgumentException if {@code messages} is less than 1
     */
    public NextDeliveries onNext(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages is less than 1: " + messages);
        }
        return new NextDeliveries(fault -> {
            synchronized (workspace) {
                planned.addAll(Collections.nCopies(messages, fault));
            }
        });
    }

    /** Keeps messages back from now on, until {@link #release()} or {@link #releaseInReverse()}. */
    public void hold() {
        synchronized (workspace) {
            isHolding = true;
        }
    }

    /** Sends what was kept back, in the order of the events, and keeps back nothing more. */
    public void release() {
        release(false);
    }

    /** Sends what was kept back, the latest event first, and keeps back nothing more. */
    public void releaseInReverse() {
        release(true);
    }

    private void release(boolean isReversed) {
        synchronized (workspace) {
            isHolding = false;
            if (isReversed) {
                Collections.reverse(held);
            }
            held.forEach(this::send);
            held.clear();
        }
    }

    /**
     * Waits until every message was delivered or given up, apart from those that are kept back.
     *
     * @param time real time
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if that takes longer, or if the thread is interrupted
     */
    public void await(Duration time) {
        long deadline = System.nanoTime() + Behavior.bounded("time", time).toNanos();
        synchronized (workspace) {
            workspace.settle(); // what is due has events too
            while (!underWay.isEmpty()) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw new IllegalStateException("messages not delivered within " + time + ": " + underWay.size());
                }
                try {
                    workspace.wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while messages are being delivered", e);
                }
            }
        }
    }

    /** Number of messages that were neither delivered nor given up. The caller holds the workspace. */
    int waiting() {
        return held.size() + underWay.size();
    }

    /** Creates a webhook as the API does. */
    SandboxWebhook add(String url, List<String> eventTypes) {
        return add(url, eventTypes, null, false);
    }

    /** @param chosenSecret null for one of the sandbox's choice */
    private SandboxWebhook add(
            String url, List<String> eventTypes, @Nullable String chosenSecret, boolean isCollector) {
        synchronized (workspace) {
            String secret = chosenSecret == null ? ids.webhookSecret() : chosenSecret;
            SandboxWebhook webhook = new SandboxWebhook(
                    Webhook.builder()
                            .webhookId(ids.uuid())
                            .url(url)
                            .eventTypes(eventTypes)
                            .secret(secret)
                            .build(),
                    secret,
                    isCollector);
            webhooks.put(webhook.id(), webhook);
            webhook.sender.scheduleWithFixedDelay(
                    this::settle, MILLIS_BETWEEN_CHECKS, MILLIS_BETWEEN_CHECKS, TimeUnit.MILLISECONDS);
            return webhook;
        }
    }

    private void settle() {
        synchronized (workspace) {
            workspace.settle();
        }
    }

    /** All, with the collectors. The caller holds the workspace. */
    Collection<SandboxWebhook> all() {
        return webhooks.values();
    }

    /** All that were created, by id, without the collectors. The caller holds the workspace. */
    Map<String, SandboxWebhook> visible() {
        Map<String, SandboxWebhook> visible = new LinkedHashMap<>(webhooks);
        visible.values().removeIf(webhook -> webhook.isCollector);
        return visible;
    }

    void remove(SandboxWebhook webhook) {
        synchronized (workspace) {
            webhook.sender.shutdownNow();
            webhooks.remove(webhook.id());
            held.removeIf(message -> message.webhook == webhook);
            underWay.removeIf(message -> message.webhook == webhook);
            workspace.notifyAll();
        }
    }

    /** Removes everything, and with it the threads. */
    void clear() {
        synchronized (workspace) {
            List.copyOf(webhooks.values()).forEach(this::remove);
            planned.clear();
            retries = DEFAULT_RETRIES;
            timeout = DEFAULT_TIMEOUT;
            isHolding = false;
            ids.restart();
        }
    }

    /** Sends the event to the webhooks that want it. The caller holds the workspace. */
    void publish(Event event) {
        if (webhooks.isEmpty()) {
            return;
        }
        TypeAdapter<Event> codec = Objects.requireNonNull(SeamTypeAdapterFactory.adapter(Event.class));
        byte[] body = codec.toJson(event).getBytes(StandardCharsets.UTF_8);
        String messageId = ids.messageId();
        for (SandboxWebhook webhook : webhooks.values()) {
            if (webhook.wants(event.getEventType().getValue())) {
                DeliveryFault fault = planned.poll();
                Message message =
                        new Message(webhook, messageId, event, body, fault == null ? DeliveryFault.NONE : fault);
                if (isHolding) {
                    if (held.size() == MAX_WAITING) {
                        held.remove(0);
                    }
                    held.add(message);
                } else {
                    send(message);
                }
            }
        }
    }

    private void send(Message message) {
        for (int copy = 0; copy < message.fault.copies; copy++) {
            Message one = new Message(message.webhook, message.id, message.event, message.body, message.fault);
            if (underWay.size() == MAX_WAITING) {
                giveUp(underWay.iterator().next());
            }
            underWay.add(one);
            schedule(one, 1, message.fault.delay);
        }
    }

    private void giveUp(Message message) {
        underWay.remove(message);
        Future<?> next = message.next;
        if (next != null) {
            next.cancel(false);
        }
    }

    private void schedule(Message message, int attempt, Duration delay) {
        try {
            message.next = message.webhook.sender.schedule(
                    () -> attempt(message, attempt), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            underWay.remove(message); // the webhook was removed
        }
    }

    private void attempt(Message message, int number) {
        Duration limit;
        synchronized (workspace) {
            limit = timeout;
        }
        DeliveryFault fault = number == 1 ? message.fault : DeliveryFault.NONE;
        Instant signedAt = wallClock.instant().minus(fault.age);
        String secret = fault.isSignedWrongly ? Ids.random().webhookSecret() : message.webhook.secret();
        Map<String, String> headers = WebhookSignature.headers(secret, message.id, signedAt, message.body);
        Integer status = null;
        boolean canSucceed = true;
        if (!message.webhook.isCollector) {
            URI url = target.allowed(message.webhook.url());
            canSucceed = url != null;
            try {
                status = url == null ? null : target.post(url, headers, message.body, limit);
            } catch (InterruptedException e) {
                return; // the webhook was removed
            }
        }
        boolean isDelivered = message.webhook.isCollector || isSuccess(status);
        message.webhook.add(new WebhookAttempt(message.event, headers, message.body, status, isDelivered));
        synchronized (workspace) {
            boolean isRetried = !isDelivered && canSucceed && number <= retries.size();
            if (isRetried && underWay.contains(message)) {
                schedule(message, number + 1, retries.get(number - 1));
            } else {
                underWay.remove(message);
            }
            workspace.notifyAll();
        }
    }

    private static boolean isSuccess(@Nullable Integer status) {
        return status != null && status / 100 == 2;
    }

    /** An event on its way to one webhook. */
    private static final class Message {
        private final SandboxWebhook webhook;
        private final String id;
        private final Event event;
        private final byte[] body;
        private final DeliveryFault fault;
        /** The next attempt. Guarded by the workspace. */
        private @Nullable Future<?> next;

        private Message(SandboxWebhook webhook, String id, Event event, byte[] body, DeliveryFault fault) {
            this.webhook = webhook;
            this.id = id;
            this.event = event;
            this.body = body;
            this.fault = fault;
        }
    }
}
