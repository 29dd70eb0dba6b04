package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the guest sees behind a link at one moment. Immutable. */
final class GuestView {
    final KeyState state;
    final String property;
    /** Null unless the link leads to somebody's key. */
    final @Nullable Guest guest;

    GuestView(KeyState state, String property, @Nullable Guest guest) {
        this.state = state;
        this.property = property;
        this.guest = guest;
    }

    /** All stays of the guest; none if the key was revoked. */
    List<Stay> stays() {
        return guest == null ? List.of() : guest.stays;
    }

    Stream<Door> doors() {
        return stays().stream().flatMap(stay -> stay.doors.stream());
    }

    static final class Guest {
        final String instantKeyId;
        final String name;
        final @Nullable InstantKeyCustomization customization;
        final int uses;
        final int maxUses;
        final Instant linkExpiresAt;
        final List<Stay> stays;

        Guest(
                String instantKeyId,
                String name,
                @Nullable InstantKeyCustomization customization,
                int uses,
                int maxUses,
                Instant linkExpiresAt,
                List<Stay> stays) {
            this.instantKeyId = instantKeyId;
            this.name = name;
            this.customization = customization;
            this.uses = uses;
            this.maxUses = maxUses;
            this.linkExpiresAt = linkExpiresAt;
            this.stays = List.copyOf(stays);
        }

        int usesLeft() {
            return maxUses - uses;
        }
    }

    /** The doors of one grant. */
    static final class Stay {
        final KeyState state;
        final Instant startsAt;
        /** Null if it never ends. */
        final @Nullable Instant endsAt;
        /** Of the property. */
        final ZoneId zone;

        final List<Door> doors;

        Stay(KeyState state, Instant startsAt, @Nullable Instant endsAt, ZoneId zone, List<Door> doors) {
            this.state = state;
            this.startsAt = startsAt;
            this.endsAt = endsAt;
            this.zone = zone;
            this.doors = List.copyOf(doors);
        }
    }

    static final class Door {
        final String acsEntranceId;
        final String name;
        final KeyState state;

        Door(String acsEntranceId, String name, KeyState state) {
            this.acsEntranceId = acsEntranceId;
            this.name = name;
            this.state = state;
        }
    }
}
