package co.seam.instantkeys.live;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of what a run creates, by which this run and later ones recognize it. */
final class Mark {
    private static final String PROGRAM = "seam-java-live-";
    private static final Pattern NAME = Pattern.compile(PROGRAM + "[a-z0-9]{8}-[0-9]+");
    private static final int RUN_ID_LENGTH = 8;

    private final String prefix;

    Mark() {
        StringBuilder id = new StringBuilder(PROGRAM);
        for (int i = 0; i < RUN_ID_LENGTH; i++) {
            id.append(
                    Character.forDigit(ThreadLocalRandom.current().nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        prefix = id.append('-').toString();
    }

    String name(int number) {
        return prefix + number;
    }

    /** Begins the names of everything that this run creates. */
    @Override
    public String toString() {
        return prefix;
    }

    /** Returns whether a run of this program has given that name, or one that contains it. */
    static boolean isIn(@Nullable String name) {
        return name != null && NAME.matcher(name).find();
    }
}
