package co.seam.instantkeys.wiremock;

/** A door stays locked: {@link #state()} is the reason. The message has the name of the door, never the link. */
public final class UnlockRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final KeyState state;

    UnlockRejectedException(String door, KeyState state) {
        super(door + " stays locked (" + state + "). " + state.message);
        this.state = state;
    }

    /** Reason why the door stays locked. Never {@link KeyState#READY}. */
    public KeyState state() {
        return state;
    }
}
