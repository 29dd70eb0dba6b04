package co.seam.instantkeys.live;

/**
 * The test of one assumption.
 *
 * @param assumption its text in {@code docs/assumptions.md}
 * @param isLast whether it judges what the other checks have seen, and so comes after them
 */
record Check(String assumption, Test test, boolean isLast) {
    interface Test {
        /** @throws NotTestableException if the workspace lacks what the test needs */
        Verdict run(Workspace workspace);
    }

    static Check of(String assumption, Test test) {
        return new Check(assumption, test, false);
    }

    static Check ofAllSeen(String assumption, Test test) {
        return new Check(assumption, test, true);
    }

    static Check notTestable(String assumption, String why) {
        return new Check(assumption, workspace -> Verdict.notTestable(why), false);
    }
}
