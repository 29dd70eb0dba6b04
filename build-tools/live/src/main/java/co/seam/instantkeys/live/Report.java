package co.seam.instantkeys.live;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verdict on each assumption, in the order of the document. */
final class Report {
    private final Map<Check, Verdict> verdicts = new HashMap<>();

    void add(Check check, Verdict verdict) {
        verdicts.put(check, verdict);
    }

    boolean has(Verdict.Outcome outcome) {
        return count(outcome) > 0;
    }

    private long count(Verdict.Outcome outcome) {
        return Section.ALL.stream()
                .flatMap(section -> section.checks().stream())
                .filter(check -> verdict(check).outcome() == outcome)
                .count();
    }

    private Verdict verdict(Check check) {
        return verdicts.getOrDefault(check, Verdict.notTestable("the run ended before"));
    }

    /** Prints two lines for each assumption: the verdict on it, and what was seen or why it is not testable. */
    void print(PrintStream out) {
        for (Section section : Section.ALL) {
            out.println();
            out.println(section.title());
            for (Check check : section.checks()) {
                Verdict verdict = verdict(check);
                out.printf("  %-15s%s%n", verdict.outcome().text, check.assumption());
                out.printf("  %-15s%s%s%n", "", prefix(verdict.outcome()), verdict.detail());
            }
        }
        out.println();
        out.println(Stream.of(Verdict.Outcome.values())
                .map(outcome -> outcome.text + ": " + count(outcome))
                .collect(Collectors.joining(", ")));
    }

    private static String prefix(Verdict.Outcome outcome) {
        return outcome == Verdict.Outcome.NOT_TESTABLE ? "why: " : "seen: ";
    }
}
