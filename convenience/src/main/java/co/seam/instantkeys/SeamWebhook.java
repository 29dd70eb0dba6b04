package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import co.seam.instantkeys.internal.transport.UnreadableResponseException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the requests that Seam sends to your webhook endpoint, and reads their events. Immutable and thread-safe:
 * create one and share it.
 *
 * <p>Verify the bytes of the body as they were received: JSON that was parsed and written again has another signature.
 * Respond within 15 seconds, and do the work afterwards. A 2xx status ends the delivery; after any other, Seam sends
 * the message again, up to eight times within 28 hours. A message may arrive twice
 * ({@link WebhookEvent#getMessageId()}), and later than one that was sent after it.
 */
public final class SeamWebhook {
    /** Id, timestamp and signature, as Svix names them, which delivers for Seam, and as the standard that it follows. */
    private static final List<List<String>> HEADERS = List.of(
            List.of("svix-id", "svix-timestamp", "svix-signature"),
            List.of("webhook-id", "webhook-timestamp", "webhook-signature"));

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SECRET_PREFIX = "whsec_";

    /** Signatures of other versions are computed differently. */
    private static final String VERSION_PREFIX = "v1,";

    /** One for each secret, with its key. */
    private final List<Mac> macs;

    private final Duration tolerance;
    private final Clock clock;

    private SeamWebhook(Builder builder) {
        macs = List.copyOf(builder.macs);
        tolerance = builder.tolerance;
        clock = builder.clock;
    }

    /**
     * Returns a verifier for one secret, with the default tolerance of 5 minutes.
     *
     * @param secret of the webhook, from {@code /webhooks/create} or Seam Console, with or without {@code whsec_}
     * @throws IllegalArgumentException if it is blank, empty or not Base64; the message does not contain it
     */
    public static SeamWebhook withSecret(String secret) {
        return builder().addSecret(secret).build();
    }

    /** Returns a builder without a secret. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Verifies a request and reads its event.
     *
     * @param body as received
     * @param headers by name, in any case, such as those of {@code com.sun.net.httpserver}
     * @throws SeamWebhookSignatureException if the request is not authentic, too old or too new: respond with 400
     * @throws SeamWebhookPayloadException if the request is authentic, but its body is no event: respond with 2xx to
     *     end the delivery, or with 5xx to receive the message again
     */
    public WebhookEvent verify(byte[] body, Map<String, List<String>> headers) {
        Checks.notNull("headers", headers);
        return verify(body, name -> onlyValue(headers, name));
    }

    /**
     * Verifies a request and reads its event.
     *
     * @param body as received
     * @param header returns the value of the header with a name in lower case, or null if there is none, such as
     *     {@code request::getHeader} of a servlet
     * @throws SeamWebhookSignatureException if the request is not authentic, too old or too new: respond with 400
     * @throws SeamWebhookPayloadException if the request is authentic, but its body is no event: respond with 2xx to
     *     end the delivery, or with 5xx to receive the message again
     */
    public WebhookEvent verify(byte[] body, UnaryOperator<@Nullable String> header) {
        Checks.notNull("body", body);
        Checks.notNull("header", header);
        SignedHeaders signed = SignedHeaders.of(header);
        Instant attemptedAt = attemptedAt(signed.timestamp);
        if (!isSigned(signed, body)) {
            throw new SeamWebhookSignatureException("no signature of the webhook request matches: check that the "
                    + "secret is that of this webhook, and that the body has the bytes that were received");
        }
        return new WebhookEvent(signed.id, attemptedAt, read(signed.id, body));
    }

    /**
     * Returns the headers with which Seam would send a body, for tests of your endpoint. If there are several secrets,
     * the first signs.
     *
     * @param messageId value of {@code svix-id}; not blank
     * @param attemptedAt rounded down to seconds
     */
    public Map<String, String> sign(String messageId, Instant attemptedAt, byte[] body) {
        Checks.notBlank("messageId", messageId);
        Checks.notNull("attemptedAt", attemptedAt);
        Checks.notNull("body", body);
        String timestamp = String.valueOf(attemptedAt.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("svix-id", messageId);
        headers.put("svix-timestamp", timestamp);
        headers.put(
                "svix-signature",
                VERSION_PREFIX
                        + new String(signature(macs.get(0), messageId, timestamp, body), StandardCharsets.US_ASCII));
        return headers;
    }

    private Instant attemptedAt(String timestamp) {
        Instant attemptedAt;
        try {
            attemptedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | DateTimeException e) {
            throw new SeamWebhookSignatureException("the timestamp of the webhook request is not a time in seconds");
        }
        Duration age = Duration.between(attemptedAt, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (age.abs().compareTo(tolerance) > 0) {
            throw new SeamWebhookSignatureException("the webhook request was signed more than " + tolerance.toSeconds()
                    + " s " + (age.isNegative() ? "after" : "before")
                    + " the present time of this machine: it is an old one sent again, or a clock is wrong");
        }
        return attemptedAt;
    }

    private boolean isSigned(SignedHeaders signed, byte[] body) {
        String[] candidates = signed.signatures.split(" ", -1);
        boolean matches = false;
        for (Mac mac : macs) {
            // as text: Base64 has several forms of the same bytes, of which the sender uses one
            byte[] expected = signature(mac, signed.id, signed.timestamp, body);
            for (String candidate : candidates) {
                if (candidate.startsWith(VERSION_PREFIX)) {
                    byte[] signature = utf8(candidate.substring(VERSION_PREFIX.length()));
                    matches |= MessageDigest.isEqual(expected, signature); // in constant time
                }
            }
        }
        return matches;
    }

    /** Returns a signature in Base64. A copy of the {@code Mac} costs less than a new one with the same key. */
    private static byte[] signature(Mac mac, String id, String timestamp, byte[] body) {
        byte[] head = utf8(id + "." + timestamp + ".");
        try {
            return signature((Mac) mac.clone(), head, body);
        } catch (CloneNotSupportedException e) { // security providers other than the JDK's
            synchronized (mac) {
                return signature(mac, head, body);
            }
        }
    }

    private static byte[] signature(Mac mac, byte[] head, byte[] body) {
        mac.update(head);
        return Base64.getEncoder().encode(mac.doFinal(body));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Event read(String messageId, byte[] body) {
        try {
            return JsonConverterFactory.read(Event.class, body);
        } catch (UnreadableResponseException e) { // not the cause of the next one: it holds the body
            throw new SeamWebhookPayloadException(messageId, body, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the value of a header that may be repeated, but not with different values; null if there is none. */
    private static @Nullable String onlyValue(Map<String, List<String>> headers, String name) {
        List<String> values = headers.entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey())) // null is the name of a status line
                .flatMap(header -> header.getValue().stream())
                .distinct()
                .collect(Collectors.toList());
        if (values.size() > 1) {
            throw new SeamWebhookSignatureException(
                    "the webhook request has the header " + name + " more than once, with different values");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** Shows how many secrets there are, and none of them. */
    @Override
    public String toString() {
        return "SeamWebhook{secrets=" + macs.size() + ", tolerance=" + tolerance + "}";
    }

    /** The headers of one request, all of one prefix. */
    private static final class SignedHeaders {
        private final String id;
        private final String timestamp;
        private final String signatures;

        private SignedHeaders(String id, String timestamp, String signatures) {
            this.id = id;
            this.timestamp = timestamp;
            this.signatures = signatures;
        }

        static SignedHeaders of(UnaryOperator<@Nullable String> header) {
            for (List<String> names : HEADERS) {
                String id = header.apply(names.get(0));
                String timestamp = header.apply(names.get(1));
                String signatures = header.apply(names.get(2));
                if (id != null && timestamp != null && signatures != null) {
                    return new SignedHeaders(id, timestamp, signatures);
                }
            }
            throw new SeamWebhookSignatureException("the webhook request is not signed: it needs the headers svix-id, "
                    + "svix-timestamp and svix-signature");
        }
    }

    /** Needs at least one secret. Not thread-safe. */
    public static final class Builder {
        private final List<Mac> macs = new ArrayList<>();
        private Duration tolerance = Duration.ofMinutes(5);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Adds a secret. A request needs a signature by one of them: while a secret is being replaced, add the new and
         * the old one.
         *
         * @param secret of the webhook, with or without {@code whsec_}
         * @throws IllegalArgumentException if it is blank, empty or not Base64; the message does not contain it
         */
        public Builder addSecret(String secret) {
            macs.add(mac(decode(Checks.notBlank("secret", secret).trim())));
            return this;
        }

        /**
         * Sets by how much the time of a request may differ from the time of this machine, in either direction. 5
         * minutes by default.
         *
         * @throws IllegalArgumentException if it is not positive, or longer than a year
         */
        public Builder tolerance(Duration tolerance) {
            this.tolerance = Checks.positive("tolerance", tolerance);
            return this;
        }

        /** Sets the clock for tests. The system's by default. */
        public Builder clock(Clock clock) {
            Checks.notNull("clock", clock);
            this.clock = clock;
            return this;
        }

        /**
         * Returns a verifier with these settings.
         *
         * @throws IllegalArgumentException if there is no secret
         */
        public SeamWebhook build() {
            if (macs.isEmpty()) {
                throw new IllegalArgumentException("no secret is set: add that of the webhook");
            }
            return new SeamWebhook(this);
        }

        private static Mac mac(byte[] key) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(key, ALGORITHM));
                return mac;
            } catch (GeneralSecurityException e) { // every Java runtime has the algorithm
                throw new IllegalStateException(ALGORITHM + " is not available", e);
            }
        }

        private static byte[] decode(String secret) {
            byte[] key;
            try {
                key = Base64.getDecoder()
                        .decode(secret.startsWith(SECRET_PREFIX) ? secret.substring(SECRET_PREFIX.length()) : secret);
            } catch (IllegalArgumentException e) { // not the cause of the next one: it quotes characters of the secret
                throw new IllegalArgumentException("secret is not Base64, apart from whsec_ at its start");
            }
            if (key.length == 0) {
                throw new IllegalArgumentException("secret is empty");
            }
            return key;
        }
    }
}
