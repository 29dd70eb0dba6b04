package co.seam.instantkeys.spec.normalize;

import java.util.HashSet;
import java.util.Set;

/** Hands out schema names whose Java classes can stand beside each other and beside those that the templates write. */
final class ClassNameAllocator {
    private final Set<String> taken = new HashSet<>();

    /** Returns the wish, or the nearest name to it that is free. */
    String take(String wish) {
        String base = wish.replaceAll("[^A-Za-z0-9_]", "_");
        if (ReservedNames.contains(base) || !base.matches("[A-Za-z].*")) {
            base = "seam_" + base;
        }
        if (ReservedNames.key(base)
                .endsWith("api")) { // as the interfaces do, which use the models by their simple names
            base += "_model";
        }
        String name = base;
        for (int i = 2; ReservedNames.contains(name) || !taken.add(ReservedNames.key(name)); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}
