package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import java.util.Objects;
import java.util.function.Predicate;

/** Picks from the access methods of a grant. */
public final class AccessMethodFilters {
    private AccessMethodFilters() {}

    /** Says that it is issued: ready to open doors. */
    public static Predicate<AccessMethod> issued() {
        return method -> Boolean.TRUE.equals(method.getIsIssued());
    }

    /** Of this kind. */
    public static Predicate<AccessMethod> withMode(AccessMethodMode mode) {
        Objects.requireNonNull(mode, "mode is null");
        return method -> method.getMode().equals(mode);
    }

    /** Carries an error or a warning. */
    public static Predicate<AccessMethod> withProblems() {
        return method -> !method.getErrors().isEmpty() || !method.getWarnings().isEmpty();
    }
}
