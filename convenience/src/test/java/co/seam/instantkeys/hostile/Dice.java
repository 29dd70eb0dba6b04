package co.seam.instantkeys.hostile;

import java.util.List;
import java.util.SplittableRandom;

/** Random decisions that a seed repeats. Thread-safe. */
final class Dice {
    private final long seed;
    private final SplittableRandom random;

    Dice(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Dice whose decisions depend on these and on the number alone, and not on how often these were used. */
    Dice child(long number) {
        return new Dice(new SplittableRandom(seed ^ Long.rotateLeft(number * 0x9E3779B97F4A7C15L, 31)).nextLong());
    }

    synchronized boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** @param max inclusive */
    synchronized int between(int min, int max) {
        return random.nextInt(min, max + 1);
    }

    @SafeVarargs
    final <T> T pick(T... options) {
        return options[between(0, options.length - 1)];
    }

    <T> T pick(List<T> options) {
        return options.get(between(0, options.size() - 1));
    }

    /** A string of digits and small letters. */
    String text(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Character.forDigit(between(0, 35), 36));
        }
        return text.toString();
    }
}
