package co.seam.instantkeys;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Argument checks. Messages name the parameter and not its value, which may be a secret. */
final class Checks {
    /** Longer than any useful timeout, and short enough for arithmetic in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Checks() {}

    static void notNull(String parameter, @Nullable Object value) {
        if (value == null) {
            throw new NullPointerException(parameter + " is null");
        }
    }

    static String notBlank(String parameter, String value) {
        notNull(parameter, value);
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + " is blank");
        }
        return value;
    }

    static Duration positive(String parameter, Duration duration) {
        notNull(parameter, duration);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(parameter + " must be positive, but is " + duration);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(parameter + " must not be longer than " + LONGEST.toDays() + " days");
        }
        return duration;
    }

    static void useCount(String parameter, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(parameter + " must be at least 1, but is " + count);
        }
    }

    /** @param names of the parameters, for the message */
    static void exactlyOne(String names, @Nullable Object... values) {
        long set = Arrays.stream(values).filter(Objects::nonNull).count();
        if (set != 1) {
            throw new IllegalArgumentException(
                    (set == 0 ? "none of " : "more than one of ") + names + " is set: set exactly one");
        }
    }

    /** Rejects a list that is set and holds fewer or more elements. */
    static void size(String parameter, List<?> list, int min, int max) {
        if (!list.isEmpty()) {
            bounds(parameter, "hold", "holds", list.size(), min, max);
        }
    }

    static void range(String parameter, @Nullable Integer value, int min, int max) {
        if (value != null) {
            bounds(parameter, "be", "is", value, min, max);
        }
    }

    /** Counts code points, as JSON Schema does. */
    static void length(String parameter, @Nullable String value, int min, int max) {
        if (value != null) {
            bounds(parameter, "have a length of", "has", value.codePointCount(0, value.length()), min, max);
        }
    }

    static void lengths(String parameter, List<String> values, int min, int max) {
        for (int i = 0; i < values.size(); i++) {
            length(parameter + "[" + i + "]", values.get(i), min, max);
        }
    }

    private static void bounds(String parameter, String verb, String verbOfActual, int actual, int min, int max) {
        if (actual < min || actual > max) {
            throw new IllegalArgumentException(
                    parameter + " must " + verb + " " + range(min, max) + ", but " + verbOfActual + " " + actual);
        }
    }

    private static String range(int min, int max) {
        if (min == max) {
            return "exactly " + min;
        }
        if (max == Integer.MAX_VALUE) {
            return "at least " + min;
        }
        return min == 0 || min == Integer.MIN_VALUE ? "at most " + max : min + " to " + max;
    }

    static void ascending(String parameter, List<Instant> times) {
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i).isBefore(times.get(i - 1))) {
                throw new IllegalArgumentException(
                        parameter + " must be in order, but " + times.get(i) + " comes after " + times.get(i - 1));
            }
        }
    }

    /** Treats an empty list as absent: the models return one for a list that is not set. */
    static <T> @Nullable List<T> emptyToNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    static void atLeastOne(String names, @Nullable Object... values) {
        if (Arrays.stream(values).noneMatch(Objects::nonNull)) {
            throw new IllegalArgumentException("none of " + names + " is set: set at least one");
        }
    }

    static void endAfterStart(@Nullable Instant start, @Nullable Instant end) {
        if (start != null && end != null && !end.isAfter(start)) {
            throw new IllegalArgumentException("endsAt (" + end + ") must be after startsAt (" + start + ")");
        }
    }
}
