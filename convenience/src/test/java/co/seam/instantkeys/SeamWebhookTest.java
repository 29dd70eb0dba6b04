package co.seam.instantkeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeamWebhookTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final byte[] EVENT = ("{\"event_id\":\"7b8f2c1e-0d35-4f0e-9a35-3c6a0a8f1e22\","
                    + "\"event_type\":\"access_method.issued\",\"occurred_at\":\"2021-02-25T15:02:10Z\"}")
            .getBytes(UTF_8);

    /** Published with the standard: it covers no event, so an authentic request with it is unreadable. */
    private static final byte[] VECTOR_BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

    private static final String VECTOR_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final SeamWebhook webhook = at(AT).addSecret(SECRET).build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330"
                        + " | {\"test\": 2432232314} | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD | msg_27UH4WbU6Z5A5EzD8u03UvzRbpk | 1649367553"
                        + " | {\"email\":\"test@example.com\",\"username\":\"test_user\"}"
                        + " | v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            })
    void verify_publicTestVector_isAuthentic(String secret, String id, long time, String body, String signature) {
        Instant at = Instant.ofEpochSecond(time);
        SeamWebhook verifier = at(at).addSecret(secret).build();

        assertThat(verifier.sign(id, at, body.getBytes(UTF_8)))
                .containsExactly(
                        Map.entry("svix-id", id),
                        Map.entry("svix-timestamp", String.valueOf(time)),
                        Map.entry("svix-signature", signature));
        assertThatThrownBy(() -> verifier.verify(body.getBytes(UTF_8), headers(id, time, signature)::get))
                .isInstanceOf(SeamWebhookPayloadException.class);
    }

    @Test
    void verify_signedEvent_returnsMessageAttemptAndEvent() {
        WebhookEvent received = webhook.verify(EVENT, webhook.sign(ID, AT, EVENT)::get);

        assertThat(received.getMessageId()).isEqualTo(ID);
        assertThat(received.getAttemptedAt()).isEqualTo(AT);
        assertThat(received.getEvent().getEventType()).hasToString("access_method.issued");
        assertThat(received.getEvent().getOccurredAt()).isEqualTo("2021-02-25T15:02:10Z");
    }

    @Test
    void verify_eventOfANewType_isReadable() {
        byte[] event = "{\"event_id\":\"1\",\"event_type\":\"lift.called\",\"floor\":{\"n\":3}}".getBytes(UTF_8);

        WebhookEvent received = webhook.verify(event, webhook.sign(ID, AT, event)::get);

        assertThat(received.getEvent().getEventType()).hasToString("lift.called");
        assertThat(received.getEvent().getAdditionalProperties()).containsKey("floor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "v1,",
                "v1,g0hM9SsE",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=,v1",
                "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            })
    void verify_noMatchingSignature_isRejected(String signature) {
        assertRejected(VECTOR_BODY, headers(ID, AT.getEpochSecond(), signature), "no signature of the webhook request");
    }

    @Test
    void verify_matchingSignatureAmongOthers_isAuthentic() {
        String others =
                "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,MzJsNDk4MzI0K2VvdSMjMTEjQEBAQDEyMzMzMzEyMwo= ";
        String again = " v1,9DfC1c3eED5fxNHrk0Wc25lzJ6/4Xo9TEVvlEmrgVbs=";

        assertAuthentic(VECTOR_BODY, headers(ID, AT.getEpochSecond(), others + VECTOR_SIGNATURE + again));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "timestamp", "signature"})
    void verify_headerMissing_isRejected(String missing) {
        Map<String, String> headers = headers(ID, AT.getEpochSecond(), VECTOR_SIGNATURE);
        headers.remove("svix-" + missing);

        assertRejected(VECTOR_BODY, headers, "is not signed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "1614265330.0", "1614265330 ", "0x60", "99999999999999999999", "9223372036854775807"})
    void verify_timestampNotSeconds_isRejected(String timestamp) {
        Map<String, String> headers = headers(ID, 0, VECTOR_SIGNATURE);
        headers.put("svix-timestamp", timestamp);

        assertRejected(VECTOR_BODY, headers, "not a time in seconds");
    }

    @ParameterizedTest
    @CsvSource({"-300,", "300,", "-301,before", "301,after", "-9000000000,before", "9000000000,after"})
    void verify_timestampBeyondTolerance_isRejectedInBothDirections(long seconds, String rejected) {
        Map<String, String> headers = webhook.sign(ID, AT.plusSeconds(seconds), VECTOR_BODY);

        if (rejected == null) {
            assertAuthentic(VECTOR_BODY, headers);
        } else {
            assertRejected(VECTOR_BODY, headers, "more than 300 s " + rejected);
        }
    }

    @Test
    void verify_fractionOfASecondBeyondTolerance_isAuthentic() {
        SeamWebhook later =
                at(AT.plusSeconds(300).plusNanos(999_999_999)).addSecret(SECRET).build();

        assertThatThrownBy(() -> later.verify(VECTOR_BODY, webhook.sign(ID, AT, VECTOR_BODY)::get))
                .isInstanceOf(SeamWebhookPayloadException.class);
    }

    @Test
    void tolerance_set_replacesFiveMinutes() {
        SeamWebhook strict = at(AT.plusSeconds(11))
                .addSecret(SECRET)
                .tolerance(Duration.ofSeconds(10))
                .build();

        assertThatThrownBy(() -> strict.verify(EVENT, webhook.sign(ID, AT, EVENT)::get))
                .isInstanceOf(SeamWebhookSignatureException.class)
                .hasMessageContaining("more than 10 s before");
        assertThatThrownBy(() -> SeamWebhook.builder().tolerance(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void verify_headersInAnyCase_areFound() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(null, List.of("HTTP/1.1 200 OK")); // as in HttpURLConnection
        headers.put("SVIX-ID", List.of(ID));
        headers.put("Svix-Timestamp", List.of(String.valueOf(AT.getEpochSecond())));
        headers.put("sViX-sIgNaTuRe", List.of(webhook.sign(ID, AT, EVENT).get("svix-signature")));

        assertThat(webhook.verify(EVENT, headers).getMessageId()).isEqualTo(ID);
    }

    @Test
    void verify_headersInAnyCase_doNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr"));
        try {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            webhook.sign(ID, AT, EVENT)
                    .forEach((name, value) -> headers.put(name.toUpperCase(Locale.ROOT), List.of(value)));

            assertThat(webhook.verify(EVENT, headers).getMessageId()).isEqualTo(ID);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void verify_headersOfTheStandard_areUsedAsAWholeSet() {
        Map<String, String> standard = new LinkedHashMap<>();
        headers(ID, AT.getEpochSecond(), VECTOR_SIGNATURE)
                .forEach((name, value) -> standard.put(name.replace("svix", "webhook"), value));
        assertAuthentic(VECTOR_BODY, standard);

        Map<String, String> both = new LinkedHashMap<>(standard);
        both.put("svix-id", "msg_other");
        assertAuthentic(VECTOR_BODY, both); // svix- is incomplete

        both.put("svix-timestamp", String.valueOf(AT.getEpochSecond()));
        both.put("svix-signature", VECTOR_SIGNATURE);
        assertRejected(VECTOR_BODY, both, "no signature of the webhook request"); // svix- is complete, and goes first

        Map<String, String> mixed = new LinkedHashMap<>(standard);
        mixed.put("svix-signature", mixed.remove("webhook-signature"));
        assertRejected(VECTOR_BODY, mixed, "is not signed");
    }

    @Test
    void verify_headerTwice_isRejectedUnlessTheValuesAreEqual() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        webhook.sign(ID, AT, EVENT).forEach((name, value) -> headers.put(name, List.of(value, value)));
        assertThat(webhook.verify(EVENT, headers).getMessageId()).isEqualTo(ID);

        for (String name : List.copyOf(headers.keySet())) {
            Map<String, List<String>> repeated = new LinkedHashMap<>(headers);
            repeated.put(name.toUpperCase(Locale.ROOT), List.of("other"));

            assertThatThrownBy(() -> webhook.verify(EVENT, repeated))
                    .isInstanceOf(SeamWebhookSignatureException.class)
                    .hasMessageContaining("has the header " + name + " more than once");
        }
    }

    @Test
    void verify_signatureOfOneMegabyte_isProcessed() {
        String padding = "v1,AAAA ".repeat(1 << 17);

        assertRejected(VECTOR_BODY, headers(ID, AT.getEpochSecond(), "v1," + "A".repeat(1 << 20)), "no signature");
        assertRejected(VECTOR_BODY, headers(ID, AT.getEpochSecond(), " ".repeat(1 << 20)), "no signature");
        assertRejected(VECTOR_BODY, headers(ID, AT.getEpochSecond(), padding), "no signature");
        assertAuthentic(VECTOR_BODY, headers(ID, AT.getEpochSecond(), padding + VECTOR_SIGNATURE));
    }

    @Test
    void verify_bodyOfTenMegabytes_isReadOnlyIfAuthentic() {
        byte[] nested = "[".repeat(10 << 20).getBytes(UTF_8);

        assertRejected(nested, headers(ID, AT.getEpochSecond(), VECTOR_SIGNATURE), "no signature");
        assertAuthentic(nested, webhook.sign(ID, AT, nested));
        byte[] large =
                ("{\"event_id\":\"1\",\"event_type\":\"a.b\",\"x\":\"" + "y".repeat(10 << 20) + "\"}").getBytes(UTF_8);
        assertThat(webhook.verify(large, webhook.sign(ID, AT, large)::get)
                        .getEvent()
                        .getEventId())
                .isEqualTo("1");
    }

    @Test
    void verify_anyOfSeveralSecrets_isEnough() {
        SeamWebhook other = at(AT).addSecret(OTHER_SECRET).build();
        SeamWebhook both = at(AT).addSecret(OTHER_SECRET).addSecret(SECRET).build();

        assertThat(both.verify(EVENT, webhook.sign(ID, AT, EVENT)::get).getMessageId())
                .isEqualTo(ID);
        assertThat(both.verify(EVENT, other.sign(ID, AT, EVENT)::get).getMessageId())
                .isEqualTo(ID);
        assertThat(both.sign(ID, AT, EVENT)).isEqualTo(other.sign(ID, AT, EVENT));
        assertThatThrownBy(() -> other.verify(EVENT, webhook.sign(ID, AT, EVENT)::get))
                .isInstanceOf(SeamWebhookSignatureException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
                " MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void withSecret_otherFormsOfASecret_areTheSame(String form) {
        assertThat(SeamWebhook.withSecret(form).sign(ID, AT, EVENT)).isEqualTo(webhook.sign(ID, AT, EVENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "whsec_",
                "whsec_ ",
                "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL",
                "whsec_swordfish!",
                "whsec_whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "MfKQ9r8GKYqrTwj UPD8ILPZIo2LaLaSw",
                "MfKQ9r8GKYqrTwj-UPD8ILPZIo2LaLaS"
            })
    void withSecret_emptyOrUndecodable_isRejectedWithoutPrintingIt(String secret) {
        assertThatThrownBy(() -> SeamWebhook.withSecret(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("secret is (blank|empty|not Base64, apart from whsec_ at its start)")
                .hasNoCause();
    }

    @Test
    void null_anyArgument_isNamedAtOnce() {
        assertNull("headers", () -> webhook.verify(EVENT, (Map<String, List<String>>) null));
        assertNull("header", () -> webhook.verify(EVENT, (UnaryOperator<String>) null));
        assertNull("body", () -> webhook.verify(null, webhook.sign(ID, AT, EVENT)::get));
        assertNull("messageId", () -> webhook.sign(null, AT, EVENT));
        assertNull("attemptedAt", () -> webhook.sign(ID, null, EVENT));
        assertNull("body", () -> webhook.sign(ID, AT, null));
        assertNull("secret", () -> SeamWebhook.withSecret(null));
        assertNull("clock", () -> SeamWebhook.builder().clock(null));
        assertNull("tolerance", () -> SeamWebhook.builder().tolerance(null));
    }

    private static void assertNull(String parameter, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(parameter + " is null");
    }

    @Test
    void build_withoutSecret_isRejected() {
        assertThatThrownBy(() -> SeamWebhook.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no secret is set: add that of the webhook");
    }

    @Test
    void toString_showsNoSecret() {
        assertThat(webhook).hasToString("SeamWebhook{secrets=1, tolerance=PT5M}");
        byte[] event = "{\"event_id\":\"1\",\"event_type\":\"a.b\",\"code\":\"4711\"}".getBytes(UTF_8);

        WebhookEvent received = webhook.verify(event, webhook.sign(ID, AT, event)::get);

        assertThat(received.toString()).contains(ID, "a.b").doesNotContain("4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "4711",
                "swordfish",
                "{\"event_id\":\"swordfish\"}",
                "{\"event_type\":\"swordfish\"}",
                "{\"event_id\":[\"swordfish\"],\"event_type\":\"a.b\"}",
                "{\"event_id\":\"1\",\"event_type\":\"a.b\",\"occurred_at\":\"swordfish\"}",
                "{\"event_id\":\"1\",\"event_type\":\"a.b\",\"code\":\"swordfish",
                "{\"event_id\":\"1\",\"event_type\":\"a.b\"} swordfish"
            })
    void verify_authenticButUnreadable_keepsTheBodyAndQuotesNothingOfIt(String body) {
        byte[] bytes = body.getBytes(UTF_8);

        SeamWebhookPayloadException failure = catchThrowableOfType(
                SeamWebhookPayloadException.class, () -> webhook.verify(bytes, webhook.sign(ID, AT, bytes)::get));

        assertThat(failure.getMessageId()).isEqualTo(ID);
        assertThat(failure.getRawBody()).isEqualTo(bytes);
        assertThat(failure.isOutcomeUnknown()).isFalse();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(failure).hasNoCause();
        assertThat(trace.toString())
                .contains("the webhook request is authentic, but its body is not a Seam event: ")
                .doesNotContain("swordfish", "4711");
    }

    @Test
    void payloadException_callerChangesTheArray_keepsTheBody() {
        byte[] body = VECTOR_BODY.clone();
        SeamWebhookPayloadException failure = catchThrowableOfType(
                SeamWebhookPayloadException.class, () -> webhook.verify(body, webhook.sign(ID, AT, body)::get));

        Arrays.fill(body, (byte) 0);
        Arrays.fill(failure.getRawBody(), (byte) 0);

        assertThat(failure.getRawBody()).isEqualTo(VECTOR_BODY);
    }

    /** One change in one place of a request or of the secret, ten thousand times. */
    @Test
    void verify_tenThousandMutatedRequests_acceptsOnlyTheUntouched() {
        Random random = new Random(20261127);
        Map<String, String> signed = webhook.sign(ID, AT, EVENT);
        byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Map<String, String> headers = new LinkedHashMap<>(signed);
            byte[] body = EVENT;
            SeamWebhook verifier = webhook;
            int place = i % 5;
            if (place < 3) {
                String name =
                        List.of("svix-id", "svix-timestamp", "svix-signature").get(place);
                headers.put(name, new String(mutate(signed.get(name).getBytes(UTF_8), random), UTF_8));
            } else if (place == 3) {
                body = mutate(EVENT, random);
            } else {
                verifier = at(AT).addSecret(Base64.getEncoder().encodeToString(mutate(key, random)))
                        .build();
            }
            try {
                verifier.verify(body, headers::get);
                accepted.add(i + ": " + headers);
            } catch (SeamWebhookSignatureException e) {
                // as it should be
            }
        }

        assertThat(accepted).isEmpty();
        assertThat(webhook.verify(EVENT, signed::get).getMessageId()).isEqualTo(ID);
    }

    /** Changes, inserts, removes or exchanges a byte. What results is not what it was, and not empty. */
    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutated;
        do {
            List<Byte> bytes = IntStream.range(0, original.length)
                    .mapToObj(i -> original[i])
                    .collect(Collectors.toCollection(ArrayList::new));
            int at = random.nextInt(bytes.size());
            int kind = random.nextInt(4);
            if (kind == 0) {
                bytes.set(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(7)));
            } else if (kind == 1) {
                bytes.add(at, (byte) random.nextInt(128));
            } else if (kind == 2) {
                bytes.remove(at);
            } else {
                Collections.swap(bytes, at, random.nextInt(bytes.size()));
            }
            mutated = new byte[bytes.size()];
            for (int i = 0; i < mutated.length; i++) {
                mutated[i] = bytes.get(i);
            }
        } while (Arrays.equals(mutated, original) || mutated.length == 0);
        return mutated;
    }

    private static SeamWebhook.Builder at(Instant now) {
        return SeamWebhook.builder().clock(Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Map<String, String> headers(String id, long timestamp, String signature) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("svix-id", id);
        headers.put("svix-timestamp", String.valueOf(timestamp));
        headers.put("svix-signature", signature);
        return headers;
    }

    /** The bodies of these tests are no events. */
    @Test
    void sign_onManyThreadsAtOnce_isAsOnOne() {
        assertSignsAsOnOneThread(webhook);
    }

    @Test
    void sign_securityProviderWithoutCopies_isAsOnOneThread() {
        Provider provider = new UncopyableProvider();
        Security.insertProviderAt(provider, 1);
        try {
            assertSignsAsOnOneThread(at(AT).addSecret(SECRET).build());
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** The body is so long that signatures overlap. */
    private void assertSignsAsOnOneThread(SeamWebhook shared) {
        byte[] body = new byte[100_000];
        Map<String, String> expected = webhook.sign(ID, AT, body);

        Set<Map<String, String>> signed = IntStream.range(0, 1_000)
                .parallel()
                .mapToObj(i -> shared.sign(ID, AT, body))
                .collect(Collectors.toSet());

        assertThat(signed).containsExactly(expected);
    }

    private static final class UncopyableProvider extends Provider {
        private static final long serialVersionUID = 1L;

        UncopyableProvider() {
            super("Uncopyable", "1", "the JDK's HMAC without clone()");
            put("Mac.HmacSHA256", UncopyableMac.class.getName());
        }
    }

    public static final class UncopyableMac extends MacSpi {
        private final Mac mac;

        public UncopyableMac() throws GeneralSecurityException {
            mac = Mac.getInstance("HmacSHA256", "SunJCE");
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) throws InvalidKeyException {
            mac.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }

    private void assertAuthentic(byte[] body, Map<String, String> headers) {
        assertThatThrownBy(() -> webhook.verify(body, headers::get)).isInstanceOf(SeamWebhookPayloadException.class);
    }

    private void assertRejected(byte[] body, Map<String, String> headers, String message) {
        assertThatThrownBy(() -> webhook.verify(body, headers::get))
                .isInstanceOf(SeamWebhookSignatureException.class)
                .hasMessageContaining(message)
                .hasNoCause();
    }
}
