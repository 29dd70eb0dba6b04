package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.upstream.Difference;
import co.seam.instantkeys.spec.upstream.Impact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Entries of {@code deviations.yaml} for differences that follow from how the contract is written. */
final class DeviationsDraft {
    private static final int WIDTH = 118;

    private static final String HEAD =
            "  # ---- adopted; move each to its place ---------------------------------------------------------------------------";

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Set<String> aspects, Set<String> known, Set<String> reasons) {}

    void add(Difference difference) {
        // a name with a space would break the grammar
        String at =
                difference.location().subject() + " " + difference.location().where() + " "
                        + difference.location().field().replace(' ', '*');
        Entry entry = entries.computeIfAbsent(
                at, a -> new Entry(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>()));
        entry.aspects().add(difference.kind().aspect());
        entry.known().addAll(difference.values());
        entry.reasons().add(reason(difference));
    }

    /** Returns one line for each entry. */
    List<String> additions() {
        List<String> additions = new ArrayList<>();
        entries.forEach((at, entry) -> additions.add("deviation " + at + " " + String.join(",", entry.aspects())));
        return additions;
    }

    /** Returns the file with the new entries below all others. */
    String appendTo(String deviations) {
        if (entries.isEmpty()) {
            return deviations;
        }
        List<String> lines = new ArrayList<>();
        if (!deviations.contains(HEAD)) {
            lines.add("");
            lines.add(HEAD);
        }
        entries.forEach((at, entry) -> {
            lines.add("  - at: " + at + " " + String.join(",", entry.aspects()));
            if (!entry.known().isEmpty()) {
                addKnown(entry.known(), lines);
            }
            lines.add("    reason: " + quoted(String.join(" ", entry.reasons())));
        });
        // entries may stand at the margin, as those that the file has
        if (deviations.contains("\n- ")) {
            lines.replaceAll(line -> line.replaceFirst("^ {2}", ""));
        }
        String before =
                deviations.replaceFirst("deviations: *\\[ *]", "deviations:").stripTrailing();
        return before + "\n" + String.join("\n", lines) + "\n";
    }

    private static void addKnown(Set<String> known, List<String> lines) {
        List<String> quoted = known.stream().map(DeviationsDraft::quoted).collect(Collectors.toList());
        String oneLine = "    known: [" + String.join(", ", quoted) + "]";
        if (oneLine.length() <= WIDTH) {
            lines.add(oneLine);
        } else {
            lines.add("    known:");
            quoted.forEach(value -> lines.add("      - " + value));
        }
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z][A-Za-z_ .;/+-]*")
                        && !text.matches("(?i)(y|n|yes|no|on|off|true|false|null)( .*)?")
                ? text
                : "'" + text.replace("'", "''") + "'";
    }

    /** Returns why the contract differs: by a rule of its style, or as a question for a person. */
    private static String reason(Difference difference) {
        boolean inResponse = difference.location().isInResponse();
        switch (difference.kind()) {
            case METHOD_ADDED:
                return "Only POST; one method is enough.";
            case CREDENTIAL_ACCEPTED:
                return "A server-side SDK needs an API key or a personal access token; others do not apply.";
            case RESPONSE_ADDED:
            case ERROR_RESPONSE_REMOVED:
            case RESPONSE_REMOVED:
                return "All error responses have the same error envelope.";
            case DEFAULT_CHANGED:
            case DEFAULT_NULL:
                return "No defaults in requests, or the generator would send them; the description names the server's"
                        + " default.";
            case CHOICE_REQUIRED:
            case CHOICE_WIDENED:
            case CHOICE_REMOVED:
            case PARAMETERS_REQUIRED:
                return "Several kinds of request, flattened; all fields are optional and the server checks the"
                        + " combination.";
            case OPENED:
            case CLOSED:
                return inResponse
                        ? "One flat object; what the contract does not declare is kept as raw JSON."
                        : "Only declared fields are sent.";
            case FIELD_ADDED:
                return inResponse
                        ? "Available as raw JSON in an open object."
                        : "TODO: declare it, or give the reason why not.";
            case MADE_REQUIRED:
                return inResponse
                        ? "Not required here: an absent value must not lose the response."
                        : "TODO: require it, or give the reason why not.";
            case MADE_OPTIONAL:
                return difference.location().subject().equals("operation")
                        ? "A JSON object is always sent, an empty one if there are no fields."
                        : "TODO: decide; this breaks something.";
            case FIELD_REMOVED:
            case OPTIONAL_FIELD_REMOVED:
                return difference.location().subject().equals("operation")
                        ? "A JSON object is always sent, so that all calls have the same form."
                        : "Errors, warnings and mutations have one shared schema.";
            case OPTIONAL_MADE_NULLABLE:
                return "Null and absent read alike.";
            case ENUM_VALUES_ADDED:
            case ENUM_ADDED:
                return "New values are added without notice; the description lists the known ones.";
            case FORMAT_ADDED:
            case FORMAT_CHANGED:
            case FORMAT_REMOVED:
                return "The format has no Java type of its own.";
            case TYPED_FORMAT_ADDED:
            case TYPED_FORMAT_REMOVED:
            case TYPE_CHANGED:
            case TYPE_NARROWED:
            case TYPE_WIDENED:
                return difference.location().field().matches(".*(count|limit|offset)(\\[])?")
                        ? "A count is an integer, where the public document says number/float."
                        : "No single Java type holds all of it; available as raw JSON.";
            case BOUND_LOOSENED:
            case BOUND_TIGHTENED:
                return "The server checks this bound.";
            case DEPRECATED:
            case UNDEPRECATED:
                return "A reference cannot carry the mark; the description states it.";
            default:
                return difference.impact() == Impact.ADDITIVE
                        ? "TODO: follow it, or give the reason why not."
                        : "TODO: decide; this breaks something.";
        }
    }
}
