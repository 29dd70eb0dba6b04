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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The differences that are intended: {@code openapi/deviations.yaml}, whose head tells the grammar. */
final class Deviations {
    private static final Set<String> SUBJECTS = Set.of("document", "operation", "request", "response", "resource");

    private static final Set<String> ASPECTS =
            Arrays.stream(ChangeKind.values()).map(change -> change.aspect).collect(Collectors.toSet());

    private final List<Entry> entries;

    private Deviations(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * @param ours whose enums entries may refer to
     * @throws InvalidInputException if an entry is not by the grammar
     */
    static Deviations read(Path file, Document ours) {
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
        String[] words = entry.path("at").asText().split(" ", -1);
        if (words.length != 4 || !SUBJECTS.contains(words[0]) || !ASPECTS.containsAll(List.of(words[3].split(",")))) {
            throw new InvalidInputException(
                    at + ": at must be SUBJECT WHERE FIELD ASPECT, as the head of the file says.");
        }
        if (!entry.path("reason").asText().endsWith(".")) {
            throw new InvalidInputException(at + ": an entry needs a reason, a whole sentence.");
        }
        JsonNode known = entry.path("known");
        boolean refers = known.isTextual();
        if (refers && known.textValue().startsWith("#/")) {
            known = ours.root().at(known.textValue().substring(1)).path("enum");
        }
        if (entry.has("known") && known.isEmpty()) {
            throw new InvalidInputException(at + ": known must list words, or refer to an enum of seam.yaml.");
        }
        Set<String> knownWords = new LinkedHashSet<>();
        known.forEach(word -> knownWords.add(word.asText()));
        Location place = new Location(words[0], words[1], words[2]);
        return new Entry(
                at, place, pattern(words[1]), pattern(words[2]), List.of(words[3].split(",")), knownWords, refers);
    }

    /** A star stands for any run of characters. */
    private static Pattern pattern(String text) {
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
    }

    /** Names of resources that entries are about, whether or not the public document still names them. */
    Set<String> resources() {
        return entries.stream()
                .map(entry -> entry.place)
                .filter(place ->
                        place.subject().equals("resource") && !place.where().contains("*"))
                .map(Location::where)
                .collect(Collectors.toSet());
    }

    Held hold(List<Difference> differences) {
        Map<Entry, Set<String>> used = new IdentityHashMap<>();
        entries.forEach(entry -> used.put(entry, new HashSet<>()));
        List<Difference> uncovered = new ArrayList<>();
        for (Difference difference : differences) {
            Difference left = difference;
            for (Entry entry : entries) {
                if (entry.isAbout(difference)) {
                    left = entry.rest(left, difference, used.get(entry));
                }
            }
            if (left != null) {
                uncovered.add(left);
            }
        }
        return new Held(uncovered, stale(used, uncovered));
    }

    /** Not at places where something is uncovered: that may be the very reason. */
    private List<String> stale(Map<Entry, Set<String>> used, List<Difference> uncovered) {
        return entries.stream()
                .filter(entry -> uncovered.stream().noneMatch(entry::mayBeHiddenBy))
                .flatMap(entry -> entry.stale(used.get(entry)))
                .toList();
    }

    /**
     * @param uncovered what remains of the differences
     * @param stale entries, or words of them, that cover nothing
     */
    record Held(List<Difference> uncovered, List<String> stale) {}

    /**
     * @param known if any, the only words of the public document that the entry covers
     * @param refers whether those are the words of another list, of which not all need be there
     */
    private record Entry(
            String at,
            Location place,
            Pattern where,
            Pattern field,
            List<String> aspects,
            Set<String> known,
            boolean refers) {

        boolean isAbout(Difference difference) {
            return place.subject().equals(difference.place().subject())
                    && aspects.contains(difference.change().aspect)
                    && where.matcher(difference.place().where()).matches()
                    && field.matcher(difference.place().field()).matches();
        }

        /**
         * @param left of the whole difference, after other entries; null if nothing is
         * @param used aspects and words that this entry covered, to be added to
         */
        Difference rest(Difference left, Difference whole, Set<String> used) {
            if (known.isEmpty()) {
                used.add(whole.change().aspect);
                return null;
            }
            Set<String> words = new HashSet<>(whole.words());
            words.retainAll(known);
            if (!words.isEmpty()) {
                used.add(whole.change().aspect);
                used.addAll(words);
            }
            Difference rest = left == null ? null : left.without(known);
            return rest == null || rest.words().isEmpty() && !left.words().isEmpty() ? null : rest;
        }

        Stream<String> stale(Set<String> used) {
            String name = at + ": " + place + " " + String.join(",", aspects);
            if (used.isEmpty()) {
                return Stream.of(name + " covers no difference; delete the entry.");
            }
            Stream<String> idle = unused(aspects, used).map(word -> name + " covers no difference of " + word);
            Stream<String> gone = refers
                    ? Stream.of()
                    : unused(known, used).map(word -> name + " knows " + word + ", which is not there");
            return Stream.concat(idle, gone).map(text -> text + "; delete the word.");
        }

        private static Stream<String> unused(Collection<String> words, Set<String> used) {
            return words.stream().filter(word -> !used.contains(word));
        }

        boolean mayBeHiddenBy(Difference difference) {
            Location there = difference.place();
            if (!where.matcher(there.where()).matches()) {
                return false;
            }
            if (difference.change() == ChangeKind.OPERATION_GONE || difference.change() == ChangeKind.METHOD_GONE) {
                return true;
            }
            return place.subject().equals(there.subject())
                    && (there.field().equals(".")
                            || field.matcher(there.field()).matches()
                            || mayMatchWithin(there.field() + ".")
                            || mayMatchWithin(there.field() + "[]"));
        }

        /** Whether some text that begins like this matches. */
        private boolean mayMatchWithin(String beginning) {
            Matcher matcher = field.matcher(beginning);
            return matcher.matches() || matcher.hitEnd();
        }
    }
}
