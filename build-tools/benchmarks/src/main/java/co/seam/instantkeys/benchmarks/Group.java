package co.seam.instantkeys.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Measurements that are made together. */
enum Group {
    COLD,
    CALLS,
    TLS,
    THREADS,
    LISTS,
    CODECS,
    STAY,
    BULK,
    WEBHOOK;

    /** @param only name of a group in lower case; empty for all groups */
    static Set<Group> parse(String only) {
        if (only.isEmpty()) {
            return EnumSet.allOf(Group.class);
        }
        return Arrays.stream(values())
                .filter(group -> group.toString().equals(only))
                .findFirst()
                .map(EnumSet::of)
                .orElseThrow(() -> new IllegalArgumentException("benchmarks.only must be one of "
                        + Arrays.stream(values()).map(Group::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
