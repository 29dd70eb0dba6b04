package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import java.util.Objects;
import java.util.function.Predicate;

/** Filters for lists of access methods. */
public final class AccessMethodFilters {
    private AccessMethodFilters() {}

    /** Matches methods that are issued: their credentials work at the door. */
    public static Predicate<AccessMethod> issued() {
        return method -> Boolean.TRUE.equals(method.getIsIssued());
    }

    /** Matches methods of this mode. */
    public static Predicate<AccessMethod> withMode(AccessMethodMode mode) {
        Objects.requireNonNull(mode, "mode is null");
        return method -> method.getMode().equals(mode);
    }

    /** Matches methods with an error or a warning. */
    public static Predicate<AccessMethod> withProblems() {
        return method -> !method.getErrors().isEmpty() || !method.getWarnings().isEmpty();
    }
}
