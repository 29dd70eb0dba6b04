package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import co.seam.instantkeys.internal.transport.UnreadableResponseException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A fresh JVM that in turns verifies a webhook request of 2 kB, reads its event alone, and computes a bare HMAC of the
 * same bytes. Prints one {@link Figures} for each turn, as JSON.
 */
final class WebhookRun {
    private static final int BODY = 2_000;
    private static final int TURNS = 40;
    private static final int WARM_UPS = 20;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final byte[] SECRET = "a secret of the benchmark, 32 b.".getBytes(StandardCharsets.US_ASCII);
    private static final String MESSAGE = "msg_1";

    private final byte[] body = body();
    private final byte[] signed;
    private final Map<String, String> headers;
    private final SeamWebhook webhook;
    private final SecretKeySpec key = new SecretKeySpec(SECRET, "HmacSHA256");

    /** Keeps the compiler from eliminating the work. */
    private int results;

    private WebhookRun() {
        Instant now = Instant.now();
        webhook = SeamWebhook.withSecret(Base64.getEncoder().encodeToString(SECRET));
        headers = webhook.sign(MESSAGE, now, body);
        byte[] prefix = (MESSAGE + "." + now.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
        signed = new byte[prefix.length + body.length];
        System.arraycopy(prefix, 0, signed, 0, prefix.length);
        System.arraycopy(body, 0, signed, prefix.length, body.length);
    }

    /** CPU time of one verification, which includes reading the event, of reading it alone, and of one HMAC. */
    record Figures(double verifyNanos, double readNanos, double hmacNanos) {
        double ratio() {
            return (verifyNanos - readNanos) / hmacNanos;
        }
    }

    public static void main(String[] args) {
        WebhookRun run = new WebhookRun();
        for (int i = 0; i < WARM_UPS + TURNS; i++) {
            double verify = run.measure(run::verify);
            double read = run.measure(run::read);
            double hmac = run.measure(run::hmac);
            if (i >= WARM_UPS) {
                System.out.println(
                        "{\"verifyNanos\":" + verify + ",\"readNanos\":" + read + ",\"hmacNanos\":" + hmac + "}");
            }
        }
        System.exit(run.results == 0 ? 1 : 0);
    }

    private void verify() {
        results += webhook.verify(body, headers::get).getMessageId().length();
    }

    private void read() {
        try {
            results += JsonConverterFactory.read(Event.class, body).getEventId().length();
        } catch (UnreadableResponseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hmac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            results += mac.doFinal(signed)[0] | 1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the CPU time of one repetition, in nanoseconds. */
    private double measure(Runnable work) {
        long start = System.nanoTime();
        long cpu = Meter.currentThreadCpuNanos();
        int count = 0;
        while (System.nanoTime() - start < TURN_NANOS) {
            for (int i = 0; i < 100; i++) {
                work.run();
            }
            count += 100;
        }
        return (double) (Meter.currentThreadCpuNanos() - cpu) / count;
    }

    /** Returns an event as Seam sends it, filled up to 2 kB by the text of a warning. */
    private static byte[] body() {
        String start = "{\"event_id\":\"" + Bodies.USER
                + "\",\"event_type\":\"access_method.issued\",\"workspace_id\":\""
                + Bodies.ENTRANCE + "\",\"created_at\":\"2027-07-13T15:00:00.000Z\",\"occurred_at\":"
                + "\"2027-07-13T15:00:00.000Z\",\"access_method_id\":\"" + Bodies.USER
                + "\",\"access_grant_ids\":[\"" + Bodies.ENTRANCE + "\"],\"warnings\":[{\"warning_code\":\"note\","
                + "\"message\":\"";
        String end = "\",\"created_at\":\"2027-07-13T15:00:00.000Z\"}]}";
        return (start + "x".repeat(BODY - start.length() - end.length()) + end).getBytes(StandardCharsets.US_ASCII);
    }
}
