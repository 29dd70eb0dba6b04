package co.seam.instantkeys.wiremock;

/** What an instant key's link, or one door behind it, can do at the current time of the sandbox. */
public enum KeyState {
    /** The link opens doors now. */
    READY("Ready. Tap a door to unlock it."),
    /** The access method is not issued yet, or the person has no access yet. */
    NOT_READY("Not ready yet. The key is still being set up."),
    /** The grant starts later. */
    NOT_STARTED("Not started yet. The doors open from the time below."),
    /** The grant has ended, or the link has expired. */
    EXPIRED("Expired. Ask for a new key."),
    /** The link was used as often as it may be. */
    USED_UP("Used up. Ask for a new key."),
    /** The key, its access method, its grant or its client session was deleted or revoked. */
    REVOKED("Withdrawn. This key opens no doors any more."),
    /**
     * The sandbox has not created such a link since its start or its last reset, or it was that of a deleted key and
     * more than 50,000 keys have been deleted since.
     */
    UNKNOWN_LINK("Unknown link. Check that it is complete."),
    /** State of a door: the person has no mobile key for it. */
    DOOR_NOT_GRANTED("This key is not for that door."),
    /** State of a door: {@code can_unlock_with_mobile_key} is false. */
    DOOR_WITHOUT_MOBILE_KEY("This door does not open with a phone.");

    /** What the guest reads. */
    final String message;

    KeyState(String message) {
        this.message = message;
    }
}
