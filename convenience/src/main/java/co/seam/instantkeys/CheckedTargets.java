package co.seam.instantkeys;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The entrances and spaces that were found to be usable, so that stays of one run check each only once. Thread-safe.
 */
final class CheckedTargets {
    private final Set<String> acsEntranceIds = ConcurrentHashMap.newKeySet();
    private final Set<String> spaceKeys = ConcurrentHashMap.newKeySet();

    List<String> uncheckedEntrances(Collection<String> ids) {
        return without(acsEntranceIds, ids);
    }

    List<String> uncheckedSpaces(Collection<String> keys) {
        return without(spaceKeys, keys);
    }

    void addEntrances(Collection<String> ids) {
        acsEntranceIds.addAll(ids);
    }

    void addSpace(String key) {
        spaceKeys.add(key);
    }

    private static List<String> without(Set<String> checked, Collection<String> all) {
        return all.stream().filter(one -> !checked.contains(one)).collect(Collectors.toList());
    }
}
