package co.seam.instantkeys;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a grant that exists differs from the requested one. Values are texts for people, without secrets: a
 * PIN counts as set or not set. Immutable.
 */
public final class GrantDifference {
    /** What differs. Later versions may add kinds. */
    public enum Kind {
        /** The {@code access_grant_key}. */
        KEY,
        /** The start or the end. */
        TIMES,
        /** The access methods: their modes, PINs or use counts. */
        METHODS,
        /** The user identity who has access. */
        GUEST,
        /** The entrances. */
        ENTRANCES,
        /** The spaces. */
        SPACES,
        /** The devices. */
        DEVICES,
        /** The {@code reservation_key}. */
        RESERVATION,
        /**
         * What cannot be compared: properties that this version of the SDK does not know; or guest, entrances, spaces
         * and devices, if they could not be read.
         */
        OTHER
    }

    private final Kind kind;
    private final String requested;
    private final String found;

    GrantDifference(Kind kind, @Nullable Object requested, @Nullable Object found) {
        this.kind = kind;
        this.requested = requested == null ? "none" : requested.toString();
        this.found = found == null ? "none" : found.toString();
    }

    public Kind getKind() {
        return kind;
    }

    /** What the request asks for; {@code none} if it leaves this out. Personal data if the guests differ. */
    public String getRequested() {
        return requested;
    }

    /** What the grant has; {@code none} if it has nothing of the kind. Personal data if the guests differ. */
    public String getFound() {
        return found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GrantDifference
                && kind == ((GrantDifference) other).kind
                && requested.equals(((GrantDifference) other).requested)
                && found.equals(((GrantDifference) other).found);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, requested, found);
    }

    /** Shows the kind only: the values may be personal data. */
    @Override
    public String toString() {
        return kind.name();
    }
}
