package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.SeamConflictException;
import co.seam.instantkeys.SeamConnectionException;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.SeamIssuanceException;
import co.seam.instantkeys.SeamNotFoundException;
import co.seam.instantkeys.SeamRateLimitException;
import co.seam.instantkeys.SeamReplacementException;
import co.seam.instantkeys.SeamUnauthorizedException;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the front desk reads when a call fails: what is known, and what to do. */
final class Failure {
    private static final String AGAIN = " Press the same button again: it is safe.";

    private Failure() {}

    static String text(RuntimeException failure) {
        if (failure instanceof SeamReplacementException) {
            return "The old key is withdrawn, and the new one may not be issued yet." + AGAIN;
        }
        if (failure instanceof SeamIssuanceException) {
            return "The key exists, but its link cannot be read yet." + AGAIN;
        }
        if (failure instanceof SeamConflictException conflict) {
            return text(conflict);
        }
        if (failure instanceof SeamNotFoundException) {
            return "Seam does not know this booking. Issue its key first.";
        }
        if (failure instanceof SeamUnauthorizedException) {
            return "Seam rejects the API key. Check SEAM_API_KEY, and restart the hotel.";
        }
        if (failure instanceof SeamException seam && seam.isOutcomeUnknown()) {
            return "Seam may have done it or not: its response is missing." + AGAIN;
        }
        if (failure instanceof SeamRateLimitException) {
            return "Seam is busy, and nothing was changed. Wait a minute, then try again.";
        }
        if (failure instanceof SeamConnectionException) {
            return "Seam cannot be reached, and nothing was changed. Try again.";
        }
        return "Nothing was changed: " + failure.getMessage() + ".";
    }

    private static String text(SeamConflictException conflict) {
        String differences = conflict.getDifferences().stream()
                .map(difference -> difference.getKind().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return "This booking has another key already"
                + (differences.isEmpty() ? "" : ", which differs in: " + differences)
                + ". Nothing was changed. Cancel it, then issue a new one.";
    }
}
