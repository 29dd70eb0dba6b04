package co.seam.instantkeys.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** An entry of {@code openapi/deviations.yaml}, whose head tells the grammar. */
record Deviation(String at, String reason) {
    static List<Deviation> all() {
        List<Deviation> all = new ArrayList<>();
        Path file = Path.of(System.getProperty("seam.openapi")).resolveSibling("deviations.yaml");
        for (JsonNode entry : Contract.yaml(file).path("deviations")) {
            all.add(new Deviation(
                    entry.path("at").asText(), entry.path("reason").asText()));
        }
        return all;
    }

    boolean isAbout(String aspect) {
        return Arrays.asList(word(3).split(",")).contains(aspect);
    }

    boolean covers(String subject, String where, String field) {
        return word(0).equals(subject) && matches(word(1), where) && matches(word(2), field);
    }

    private String word(int index) {
        return at.split(" ", -1)[index];
    }

    /** A star stands for any run of characters. */
    private static boolean matches(String pattern, String text) {
        return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
