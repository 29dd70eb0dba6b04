package co.seam.instantkeys.spec.normalize;

import java.util.HashSet;
import java.util.Set;

/** Assigns schema names so that their Java classes conflict neither with each other nor with those of the templates. */
final class ClassNameAllocator {
    private final Set<String> taken = new HashSet<>();

    /** Returns the requested name, or the nearest one that is free. */
    String take(String requested) {
        String base = requested.replaceAll("[^A-Za-z0-9_]", "_");
        if (ReservedNames.contains(base) || !base.matches("[A-Za-z].*")) {
            base = "seam_" + base;
        }
        if (ReservedNames.key(base).endsWith("api")) {
            // the interface of a tag may have this simple name
            base += "_model";
        }
        String name = base;
        for (int i = 2; ReservedNames.contains(name) || !taken.add(ReservedNames.key(name)); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}
