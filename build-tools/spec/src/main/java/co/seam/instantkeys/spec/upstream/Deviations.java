package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The intended differences: {@code openapi/deviations.yaml}, whose head explains the grammar. */
public final class Deviations {
    private static final Set<String> SUBJECTS = Set.of("document", "operation", "request", "response", "resource");

    private static final Set<String> ASPECTS =
            Arrays.stream(ChangeKind.values()).map(kind -> kind.aspect).collect(Collectors.toSet());

    private final List<Entry> entries;

    private Deviations(List<Entry> entries) {
        this.entries = entries;
    }

    /** Returns a list without an entry. */
    public static Deviations none() {
        return new Deviations(List.of());
    }

    /**
     * @param ours whose enums entries may refer to
     * @throws InvalidInputException if an entry breaks the grammar
     */
    public static Deviations read(Path file, Document ours) {
        Document document = Document.readAny(file);
        JsonNode list = document.root().path("deviations");
        if (!list.isArray()) {
            throw new InvalidInputException(file + " has no list of deviations.");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : list) {
            entries.add(entry(entry, document.at("/deviations/" + entries.size()), ours));
        }
        return new Deviations(entries);
    }

    private static Entry entry(JsonNode entry, String at, Document ours) {
        String[] parts = entry.path("at").asText().split(" ", -1);
        if (parts.length != 4 || !SUBJECTS.contains(parts[0]) || !ASPECTS.containsAll(List.of(parts[3].split(",")))) {
            throw new InvalidInputException(
                    at + ": at must be SUBJECT WHERE FIELD ASPECT, as the head of the file explains.");
        }
        if (!entry.path("reason").asText().endsWith(".")) {
            throw new InvalidInputException(at + ": an entry needs a reason, a whole sentence.");
        }
        JsonNode known = entry.path("known");
        boolean isReference = known.isTextual();
        if (isReference && known.textValue().startsWith("#/")) {
            known = ours.root().at(known.textValue().substring(1)).path("enum");
        }
        if (entry.has("known") && known.isEmpty()) {
            throw new InvalidInputException(at + ": known must list values, or refer to an enum of seam.yaml.");
        }
        Set<String> values = new LinkedHashSet<>();
        known.forEach(value -> values.add(value.asText()));
        return new Entry(
                at,
                new Location(parts[0], parts[1], parts[2]),
                pattern(parts[1]),
                pattern(parts[2]),
                List.of(parts[3].split(",")),
                values,
                isReference);
    }

    /** A star stands for any run of characters. */
    private static Pattern pattern(String text) {
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
    }

    /** Returns the names of resources that entries are about, whether or not the public document still has them. */
    Set<String> resources() {
        return entries.stream()
                .map(entry -> entry.location)
                .filter(location -> location.subject().equals("resource")
                        && !location.where().contains("*"))
                .map(Location::where)
                .collect(Collectors.toSet());
    }

    /** Removes what the entries cover, and finds the entries that cover nothing. */
    Result applyTo(List<Difference> differences) {
        Map<Entry, Set<String>> used = new IdentityHashMap<>();
        entries.forEach(entry -> used.put(entry, new HashSet<>()));
        List<Difference> uncovered = new ArrayList<>();
        for (Difference difference : differences) {
            Optional<Difference> left = Optional.of(difference);
            for (Entry entry : entries) {
                if (entry.isAbout(difference)) {
                    used.get(entry).addAll(entry.covered(difference));
                    left = left.flatMap(entry::uncovered);
                }
            }
            left.ifPresent(uncovered::add);
        }
        return new Result(uncovered, stale(used, uncovered));
    }

    /** Leaves out entries at locations where something is uncovered: that may be why they cover nothing. */
    private List<String> stale(Map<Entry, Set<String>> used, List<Difference> uncovered) {
        return entries.stream()
                .filter(entry -> uncovered.stream().noneMatch(entry::mayBeHiddenBy))
                .flatMap(entry -> entry.stale(used.get(entry)))
                .toList();
    }

    /**
     * @param uncovered what remains of the differences
     * @param stale entries, or values of them, that cover nothing
     */
    record Result(List<Difference> uncovered, List<String> stale) {}

    /**
     * @param known if not empty, the only values of the public document that the entry covers
     * @param isReference whether those are the values of an enum, of which the public document need not have all
     */
    private record Entry(
            String at,
            Location location,
            Pattern where,
            Pattern field,
            List<String> aspects,
            Set<String> known,
            boolean isReference) {

        boolean isAbout(Difference difference) {
            return location.subject().equals(difference.location().subject())
                    && aspects.contains(difference.kind().aspect)
                    && where.matcher(difference.location().where()).matches()
                    && field.matcher(difference.location().field()).matches();
        }

        /**
         * Returns the aspect and the known values that this entry covers of a whole difference; empty if it covers
         * none.
         */
        Set<String> covered(Difference whole) {
            Set<String> covered = new HashSet<>(whole.values());
            covered.retainAll(known);
            if (known.isEmpty() || !covered.isEmpty()) {
                covered.add(whole.kind().aspect);
            }
            return covered;
        }

        /** Returns what this entry does not cover of a difference, or of what other entries left of it. */
        Optional<Difference> uncovered(Difference difference) {
            if (known.isEmpty()) {
                return Optional.empty();
            }
            Difference left = difference.without(known);
            boolean isCovered = left.values().isEmpty() && !difference.values().isEmpty();
            return isCovered ? Optional.empty() : Optional.of(left);
        }

        Stream<String> stale(Set<String> used) {
            String name = at + ": " + location + " " + String.join(",", aspects);
            if (used.isEmpty()) {
                return Stream.of(name + " covers no difference; delete the entry.");
            }
            Stream<String> unusedAspects = unused(aspects, used)
                    .map(aspect -> name + " covers no difference of " + aspect + "; delete the aspect.");
            Stream<String> unusedValues = isReference
                    ? Stream.of()
                    : unused(known, used)
                            .map(value -> name + " knows " + value + ", which is not there; delete the value.");
            return Stream.concat(unusedAspects, unusedValues);
        }

        private static Stream<String> unused(Collection<String> all, Set<String> used) {
            return all.stream().filter(one -> !used.contains(one));
        }

        boolean mayBeHiddenBy(Difference difference) {
            Location other = difference.location();
            if (!where.matcher(other.where()).matches()) {
                return false;
            }
            if (difference.kind() == ChangeKind.OPERATION_REMOVED || difference.kind() == ChangeKind.METHOD_REMOVED) {
                return true;
            }
            return location.subject().equals(other.subject())
                    && (other.field().equals(".")
                            || field.matcher(other.field()).matches()
                            || mayMatchWithin(other.field() + ".")
                            || mayMatchWithin(other.field() + "[]"));
        }

        /** Returns whether some text with this prefix matches. */
        private boolean mayMatchWithin(String prefix) {
            Matcher matcher = field.matcher(prefix);
            return matcher.matches() || matcher.hitEnd();
        }
    }
}
