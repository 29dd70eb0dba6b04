package co.seam.instantkeys.oracle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.SeamWebhookSignatureException;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link SeamWebhook} and the standard's own Java library accept the same requests. */
class WebhookOracleTest {
    private static final byte[] KEY = "thirty-two bytes, for tests only".getBytes(US_ASCII);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String BODY =
            "{\"event_id\":\"7b8f2c1e-0d35-4f0e-9a35-3c6a0a8f1e22\",\"event_type\":\"access_method.issued\"}";

    /** The library has no clock of its own: requests are signed now. */
    private final long now = Instant.now().getEpochSecond();

    @Test
    void sign_anyBody_isTheSame() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] key = new byte[24 + random.nextInt(41)];
            random.nextBytes(key);
            String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
            String body = random.ints(random.nextInt(300), 32, 0x2000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(SeamWebhook.withSecret(secret)
                            .sign(ID, Instant.ofEpochSecond(now), body.getBytes(UTF_8))
                            .get("svix-signature"))
                    .isEqualTo(new Webhook(secret).sign(ID, now, body));
        }
    }

    @Test
    void verify_tenThousandMutatedRequests_haveTheSameVerdict() throws Exception {
        Random random = new Random(20261127);
        int accepted = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] key = KEY;
            String body = BODY;
            Map<String, List<String>> headers = signed();
            int place = random.nextInt(6);
            if (place < 3) {
                String name = List.of("webhook-id", "webhook-timestamp", "webhook-signature")
                        .get(place);
                headers.put(name, List.of(mutate(headers.get(name).get(0), random)));
            } else if (place == 3) {
                body = mutate(BODY, random);
            } else if (place == 4) {
                key = mutate(new String(KEY, US_ASCII), random).getBytes(US_ASCII);
            } else { // more signatures, of which one may be the right one
                String right = headers.get("webhook-signature").get(0);
                String other = random.nextBoolean() ? mutate(right, random) : "v2," + right.substring(3);
                String kept = random.nextBoolean() ? right : mutate(right, random);
                headers.put("webhook-signature", List.of(other + " " + kept));
            }
            String secret = "whsec_" + Base64.getEncoder().encodeToString(key);

            boolean ours = isAcceptedByUs(secret, body, headers);

            assertThat(ours).as("%d: %s %s", i, headers, body).isEqualTo(isAcceptedByTheLibrary(secret, body, headers));
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).isBetween(500, 1_500); // both verdicts occur
    }

    @Test
    void verify_headersMissingOrTimesApart_haveTheSameVerdict() throws Exception {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(KEY);
        List<Map<String, List<String>>> requests = new ArrayList<>();
        for (String name : signed().keySet()) {
            Map<String, List<String>> without = signed();
            without.remove(name);
            requests.add(without);
        }
        for (long apart : new long[] {-4_000, -310, -290, 0, 290, 310, 4_000}) { // not within seconds of the bound
            Map<String, List<String>> at = signed();
            at.put("webhook-timestamp", List.of(String.valueOf(now + apart)));
            at.put("webhook-signature", List.of(new Webhook(secret).sign(ID, now + apart, BODY)));
            requests.add(at);
        }

        for (Map<String, List<String>> headers : requests) {
            assertThat(isAcceptedByUs(secret, BODY, headers))
                    .as("%s", headers)
                    .isEqualTo(isAcceptedByTheLibrary(secret, BODY, headers));
        }
    }

    private Map<String, List<String>> signed() throws EmptyWebhookSecretException, WebhookSigningException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("webhook-id", List.of(ID));
        headers.put("webhook-timestamp", List.of(String.valueOf(now)));
        headers.put("webhook-signature", List.of(new Webhook(KEY).sign(ID, now, BODY)));
        return headers;
    }

    private static boolean isAcceptedByUs(String secret, String body, Map<String, List<String>> headers) {
        try {
            SeamWebhook.withSecret(secret).verify(body.getBytes(US_ASCII), headers);
            return true;
        } catch (SeamWebhookSignatureException e) {
            return false;
        }
    }

    private static boolean isAcceptedByTheLibrary(String secret, String body, Map<String, List<String>> headers)
            throws EmptyWebhookSecretException {
        try {
            new Webhook(secret).verify(body, headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    /** Changes, inserts or removes a character: printable ones only, as in a header. */
    private static String mutate(String original, Random random) {
        char[] changed = original.toCharArray();
        int at = random.nextInt(changed.length);
        int kind = random.nextInt(3);
        if (kind == 0) {
            char other;
            do {
                other = (char) (33 + random.nextInt(94));
            } while (other == changed[at]);
            changed[at] = other;
            return new String(changed);
        }
        if (kind == 1) {
            return original.substring(0, at) + (char) (33 + random.nextInt(94)) + original.substring(at);
        }
        char[] shorter = Arrays.copyOf(changed, changed.length - 1);
        System.arraycopy(changed, at + 1, shorter, at, shorter.length - at);
        return new String(shorter);
    }
}
