package co.seam.instantkeys.wiremock;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Source of ids, tokens, links and PINs: chance, or a seed that gives the same ones again. Thread-safe. */
final class Ids {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** A guest may have to type it: without 0 and O, 1 and I and L. */
    private static final String SHORT_CODE_CHARACTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int SHORT_CODE_LENGTH = 6;

    /** Of a code that the API chooses; it documents 4 to 9. */
    private static final int PIN_LENGTH = 6;

    private final Supplier<Random> newRandom;
    private volatile Random random;

    private Ids(Supplier<Random> newRandom) {
        this.newRandom = newRandom;
        random = newRandom.get();
    }

    static Ids random() {
        return new Ids(SecureRandom::new);
    }

    /** @param purpose keeps what is drawn for one thing independent of how much is drawn for another */
    static Ids seeded(long seed, String purpose) {
        UUID mixed = UUID.nameUUIDFromBytes((seed + " " + purpose).getBytes(StandardCharsets.UTF_8));
        return new Ids(() -> new Random(mixed.getLeastSignificantBits()));
    }

    /** Gives the same ones again from here on, if there is a seed. */
    void restart() {
        random = newRandom.get();
    }

    /** A random one, version 4. */
    String uuid() {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low).toString();
    }

    /** @param kind beginning by which clients tell the kinds of tokens apart */
    String token(String kind) {
        return kind + randomString(LETTERS_AND_DIGITS, 8) + "_" + randomString(LETTERS_AND_DIGITS, 24);
    }

    /** End of an instant key's link. */
    String shortCode() {
        return randomString(SHORT_CODE_CHARACTERS, SHORT_CODE_LENGTH);
    }

    String pin() {
        return randomString("0123456789", PIN_LENGTH);
    }

    private String randomString(String characters, int length) {
        return random.ints(length, 0, characters.length())
                .collect(StringBuilder::new, (text, i) -> text.append(characters.charAt(i)), StringBuilder::append)
                .toString();
    }
}
