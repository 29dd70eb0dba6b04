package co.seam.instantkeys.spec.upstream;

import java.util.Locale;

/** Whom a difference between {@code seam.yaml} and the public document affects; the worst first. */
public enum Impact {
    /** Affects both the current release and code that uses the next one. */
    BREAKING_FOR_BOTH("breaking for us, breaking for our users", 5),
    /**
     * Affects the current release: the server rejects a call, or its response cannot be read or lacks what {@code
     * seam.yaml} promises.
     */
    BREAKING_FOR_US("breaking for us", 4),
    /**
     * Affects code that uses the Java API once {@code seam.yaml} follows: it does not compile, or gets null where there
     * was always a value.
     */
    BREAKING_FOR_USERS("breaking for our users", 3),
    /** A text or keyword changed that may state a new constraint, which only a person can see. */
    TO_READ("to be read", 1),
    /** Breaks nothing, neither today nor once {@code seam.yaml} follows. */
    ADDITIVE("additive", 1);

    private final String label;
    private final int exitCode;

    Impact(String label, int exitCode) {
        this.label = label;
        this.exitCode = exitCode;
    }

    /** Returns the exit code of a command whose worst finding has this impact. 2 stands for invalid input. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns whether current releases fail on the wire. */
    public boolean isBreakingOnTheWire() {
        return this == BREAKING_FOR_BOTH || this == BREAKING_FOR_US;
    }

    /** Returns the name for labels and machines, such as {@code breaking-for-us}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label;
    }
}
