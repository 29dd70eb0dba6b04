package co.seam.instantkeys.wiremock;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Source of ids, tokens, links and PINs: random, or repeatable by a seed. Thread-safe. */
final class Ids {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** Without 0 and O, 1, I and L, since a guest may have to type the code. */
    private static final String SHORT_CODE_CHARACTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int SHORT_CODE_LENGTH = 6;

    /** Length of a PIN that the sandbox chooses. The API documents 4 to 9. */
    private static final int PIN_LENGTH = 6;

    /** The standard for webhooks allows 24 to 64. */
    private static final int WEBHOOK_KEY_BYTES = 24;

    private final Supplier<Random> newRandom;
    private volatile Random random;

    private Ids(Supplier<Random> newRandom) {
        this.newRandom = newRandom;
        random = newRandom.get();
    }

    static Ids random() {
        return new Ids(SecureRandom::new);
    }

    /** @param purpose separates sources of the same seed: values drawn from one do not affect another */
    static Ids seeded(long seed, String purpose) {
        UUID mixed = UUID.nameUUIDFromBytes((seed + " " + purpose).getBytes(StandardCharsets.UTF_8));
        return new Ids(() -> new Random(mixed.getLeastSignificantBits()));
    }

    /** Starts over: with a seed, the same values follow again. */
    void restart() {
        random = newRandom.get();
    }

    /** Returns a UUID of version 4. */
    String uuid() {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low).toString();
    }

    /** @param kind prefix by which clients recognize the kind of a token */
    String token(String kind) {
        return kind + randomString(LETTERS_AND_DIGITS, 8) + "_" + randomString(LETTERS_AND_DIGITS, 24);
    }

    /** Returns the last part of an instant key's link. */
    String shortCode() {
        return randomString(SHORT_CODE_CHARACTERS, SHORT_CODE_LENGTH);
    }

    String pin() {
        return randomString("0123456789", PIN_LENGTH);
    }

    /** Returns the id of a webhook message. */
    String messageId() {
        return "msg_" + randomString(LETTERS_AND_DIGITS, 27);
    }

    String webhookSecret() {
        byte[] key = new byte[WEBHOOK_KEY_BYTES];
        random.nextBytes(key);
        return WebhookSignature.SECRET_PREFIX + Base64.getEncoder().encodeToString(key);
    }

    private String randomString(String characters, int length) {
        return random.ints(length, 0, characters.length())
                .collect(StringBuilder::new, (text, i) -> text.append(characters.charAt(i)), StringBuilder::append)
                .toString();
    }
}
