package co.seam.instantkeys;

import java.util.Objects;

/** Refuses, before any request, what cannot be right. Names the parameter and never its value: it may be a secret. */
final class Checks {
    private Checks() {}

    static String notBlank(String parameter, String value) {
        if (Objects.requireNonNull(value, () -> parameter + " is null").isBlank()) {
            throw new IllegalArgumentException(parameter + " is blank");
        }
        return value;
    }

    static void useCount(String parameter, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(parameter + " must be at least 1, but is " + count);
        }
    }
}
