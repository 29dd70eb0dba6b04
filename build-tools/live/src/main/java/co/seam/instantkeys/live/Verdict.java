package co.seam.instantkeys.live;

/**
 * What a run found out about one assumption.
 *
 * @param detail what was seen, or why it cannot be tested; without secrets
 */
record Verdict(Outcome outcome, String detail) {
    enum Outcome {
        HOLDS("holds"),
        DOES_NOT_HOLD("DOES NOT HOLD"),
        NOT_TESTABLE("not testable");

        final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    static Verdict holdsIf(boolean condition, String seen) {
        return new Verdict(condition ? Outcome.HOLDS : Outcome.DOES_NOT_HOLD, seen);
    }

    static Verdict notTestable(String why) {
        return new Verdict(Outcome.NOT_TESTABLE, why);
    }
}
