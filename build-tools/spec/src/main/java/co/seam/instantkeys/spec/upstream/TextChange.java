package co.seam.instantkeys.spec.upstream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A text of the public document that changed.
 *
 * @param was empty if there was none
 * @param is empty if there is none any more
 * @param ours what the contract says there
 */
public record TextChange(String was, String is, String ours) {
    /** Returns the texts, each in one line, by a name for the reader. */
    Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("was", oneLine(was));
        lines.put("now", oneLine(is));
        lines.put("ours", oneLine(ours));
        return lines;
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
        return line.isEmpty() ? "(none)" : line;
    }
}
