package co.seam.instantkeys.examples.arrivals;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.Space;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The doors and spaces of a workspace, by the names that people use. */
final class Destinations {
    private final Map<String, Set<String>> acsEntranceIds = new TreeMap<>();
    private final Map<String, Set<String>> spaceIds = new TreeMap<>();

    private Destinations() {}

    /** Reads all doors and spaces. */
    static Destinations of(Seam seam) {
        Destinations destinations = new Destinations();
        for (AcsEntrance entrance : seam.acs().entrances().list()) {
            String id = entrance.getAcsEntranceId();
            destinations.add(destinations.acsEntranceIds, id, id);
            destinations.add(destinations.acsEntranceIds, entrance.getDisplayName(), id);
        }
        for (Space space : seam.spaces().list()) {
            String id = space.getSpaceId();
            destinations.add(destinations.spaceIds, id, id);
            destinations.add(destinations.spaceIds, space.getSpaceKey(), id);
            destinations.add(destinations.spaceIds, space.getName(), id);
        }
        return destinations;
    }

    private void add(Map<String, Set<String>> ids, String name, String id) {
        if (name != null) {
            ids.computeIfAbsent(name.strip(), n -> new LinkedHashSet<>()).add(id);
        }
    }

    /** @throws IllegalArgumentException if no door has the name, or more than one */
    String acsEntranceId(String nameOrId) {
        return only("door", acsEntranceIds, nameOrId);
    }

    /** @throws IllegalArgumentException if no space has the name or key, or more than one */
    String spaceId(String nameKeyOrId) {
        return only("space", spaceIds, nameKeyOrId);
    }

    private static String only(String kind, Map<String, Set<String>> ids, String name) {
        Set<String> found = ids.getOrDefault(name, Set.of());
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no " + kind + " is named \"" + name + "\"");
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(found.size() + " " + kind + "s are named \"" + name + "\"; use an id: "
                    + String.join(" or ", found));
        }
        return found.iterator().next();
    }
}
