package co.seam.instantkeys.spec.upstream;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Differences that one cause explains, and that one decision resolves: the same change at several locations, or several
 * fields of one object that changed in the same way.
 *
 * @param differences one or more, of the same kind and impact
 */
public record FindingGroup(List<Difference> differences) {
    /** How many fields of one object make a group. Fewer read better one by one. */
    private static final int FIELDS = 3;

    /** Returns the groups in the order of their first difference. */
    static List<FindingGroup> of(List<Difference> differences) {
        Map<String, List<Difference>> byChange = grouped(differences, FindingGroup::change);
        List<Difference> single = byChange.values().stream()
                .filter(same -> same.size() == 1)
                .map(same -> same.get(0))
                .toList();
        Map<String, List<Difference>> byObject = grouped(single, FindingGroup::object);
        // by identity: the hash of a schema that multiplies would take forever
        Map<Difference, FindingGroup> groups = new IdentityHashMap<>();
        byChange.values().forEach(same -> put(same, groups));
        byObject.values().stream().filter(fields -> fields.size() >= FIELDS).forEach(fields -> put(fields, groups));
        return differences.stream()
                .filter(difference -> groups.get(difference).first() == difference)
                .map(groups::get)
                .toList();
    }

    private static Map<String, List<Difference>> grouped(
            List<Difference> differences, Function<Difference, String> cause) {
        return differences.stream().collect(Collectors.groupingBy(cause, LinkedHashMap::new, Collectors.toList()));
    }

    private static void put(List<Difference> same, Map<Difference, FindingGroup> groups) {
        FindingGroup group = new FindingGroup(same);
        same.forEach(difference -> groups.put(difference, group));
    }

    private static String change(Difference difference) {
        Location location = difference.location();
        String start = difference.kind() + " " + difference.impact() + " ";
        switch (difference.kind()) {
            case OPERATION_ADDED:
                return start + Location.parent(location.where(), '/') + " " + difference.detail();
            case RESOURCE_ADDED:
                return start;
            case ENUM_VALUES_ADDED: // of one enum, wherever it is used
            case ENUM_VALUES_REMOVED:
                return start + difference.detail();
            default:
                return start + location.subject() + " " + location.lastStep() + " " + difference.texts() + " "
                        + difference.detail();
        }
    }

    private static String object(Difference difference) {
        Location location = difference.location();
        boolean hasText = difference.texts() != null; // texts are shown one by one
        return difference.kind() + " " + difference.impact() + " " + location.subject() + " " + location.where() + " "
                + Location.parent(location.field(), '.') + (hasText ? location.field() : "");
    }

    Difference first() {
        return differences.get(0);
    }

    public int size() {
        return differences.size();
    }

    public Impact impact() {
        return first().impact();
    }

    /** Returns location and aspect, with a star for what differs. */
    public String at() {
        if (size() == 1) {
            return first().at();
        }
        String where = common(difference -> difference.location().where(), "/");
        String field = common(difference -> difference.location().field(), ".");
        String subject = common(difference -> difference.location().subject(), " ");
        return subject + " " + where + " " + field + " " + first().kind().aspect;
    }

    /** Returns what changed, once. */
    public String text() {
        return isSameEverywhere()
                ? first().text()
                : first().kind().label + ": "
                        + differences.stream()
                                .map(difference -> difference.location().lastStep() + shown(difference.detail()))
                                .collect(Collectors.joining(", "));
    }

    private static String shown(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    /** Returns all locations of the same change; empty if {@link #at()} and {@link #text()} say everything. */
    public List<String> locations() {
        return size() == 1 || !isSameEverywhere()
                ? List.of()
                : differences.stream().map(this::shortLocation).distinct().toList();
    }

    /** Returns what a reader needs beside the subject and the last step of the field, which are the same. */
    private String shortLocation(Difference difference) {
        if (distinct(other -> other.location().subject()) > 1
                || distinct(other -> other.location().lastStep()) > 1) {
            return difference.location().toString();
        }
        Location location = difference.location();
        String parent = Location.parent(location.field(), '.');
        return location.where() + (parent.isEmpty() ? "" : " " + location.field());
    }

    private boolean isSameEverywhere() {
        boolean isOneObject = distinct(Difference::detail) > 1
                || distinct(difference -> difference.location().where()) == 1
                        && distinct(difference -> difference.location().lastStep()) > 1;
        return !isOneObject;
    }

    private long distinct(Function<Difference, String> part) {
        return differences.stream().map(part).distinct().count();
    }

    private String common(Function<Difference, String> part, String separator) {
        Set<String> all = differences.stream().map(part).collect(Collectors.toSet());
        if (all.size() == 1) {
            return all.iterator().next();
        }
        String start = allStartOrEnd(all, separator, true);
        String end = allStartOrEnd(all, separator, false);
        return start.isEmpty() ? "*" + end : start + "*" + end;
    }

    /** Returns the longest run of whole steps with which all begin, or end. */
    private static String allStartOrEnd(Collection<String> all, String separator, boolean start) {
        String any = all.iterator().next();
        String common = "";
        for (int i = any.indexOf(separator); i >= 0; i = any.indexOf(separator, i + 1)) {
            String part = start ? any.substring(0, i + 1) : any.substring(i);
            boolean isCommon = all.stream().allMatch(one -> start ? one.startsWith(part) : one.endsWith(part));
            if (isCommon && part.length() > common.length() && part.length() > 1) {
                common = part;
            }
        }
        return common;
    }
}
