package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Event;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A guest with the link of an instant key, as on the page that {@link SeamSandbox.Builder#localLinks()} serves, by the
 * same rules:
 *
 * <ul>
 *   <li>The link opens the doors of all grants of the person that have a mobile key, while the grant lasts and the
 *       access method is issued.
 *   <li>Each unlocking counts as one use, of {@code instant_key_max_use_count} or {@code max_use_count}, which is 1
 *       unless the request set it. A rejected attempt counts none.
 *   <li>The link ends at its own {@code expires_at} too. A link that was created for an access method opens nothing
 *       once that is deleted, or being deleted.
 * </ul>
 *
 * <p>Time is that of the sandbox. Thread-safe.
 */
public final class SandboxGuest {
    private final Workspace workspace;
    private final String url;

    SandboxGuest(Workspace workspace, String url) {
        this.workspace = workspace;
        this.url = url;
    }

    /** What the link can do now. Never one of the two states of a door. */
    public KeyState state() {
        return view().state;
    }

    /**
     * What {@link #unlock} would do now.
     *
     * @param door name, such as {@code "Room 101"}
     * @throws IllegalArgumentException if no entrance has that name; the message lists the names
     */
    public KeyState state(String door) {
        synchronized (workspace) {
            workspace.hotel.entranceNamed(door);
            return GuestKeys.state(view(), shown -> shown.name.equals(door));
        }
    }

    /** Names of the doors on the page, whether or not they can be unlocked now. An unmodifiable copy. */
    public List<String> doors() {
        return view().doors().map(door -> door.name).distinct().collect(Collectors.toUnmodifiableList());
    }

    /** How often the link can still unlock a door; 0 if it is unknown or was revoked. */
    public int usesLeft() {
        GuestView view = view();
        return view.guest == null ? 0 : view.guest.usesLeft();
    }

    /**
     * Unlocks a door, as a tap on its button does: counts a use and records the event {@code lock.unlocked}, which is
     * sent to the webhooks.
     *
     * @param door name, such as {@code "Room 101"}
     * @return the recorded event
     * @throws UnlockRejectedException if the door stays locked
     * @throws IllegalArgumentException if no entrance has that name; the message lists the names
     */
    public Event unlock(String door) {
        synchronized (workspace) {
            workspace.hotel.entranceNamed(door);
            workspace.settle();
            return workspace.guestKeys.unlock(workspace.guestKeys.codeOf(url), door, shown -> shown.name.equals(door));
        }
    }

    GuestView view() {
        synchronized (workspace) {
            workspace.settle();
            return workspace.guestKeys.view(workspace.guestKeys.codeOf(url));
        }
    }

    /** Contains the id of the instant key, null for an unknown link; never the link. */
    @Override
    public String toString() {
        synchronized (workspace) {
            return "SandboxGuest[instantKeyId=" + workspace.guestKeys.instantKeyId(url) + "]";
        }
    }
}
