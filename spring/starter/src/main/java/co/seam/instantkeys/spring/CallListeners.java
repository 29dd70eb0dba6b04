package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamCallEvent;
import co.seam.instantkeys.SeamCallListener;
import java.util.List;
import java.util.function.Consumer;

/** All listeners of the application. If one throws, the others still get the event. */
final class CallListeners implements SeamCallListener {
    private final List<SeamCallListener> listeners;

    CallListeners(List<SeamCallListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void onAttempt(SeamCallEvent attempt) {
        each(listener -> listener.onAttempt(attempt));
    }

    @Override
    public void onCall(SeamCallEvent call) {
        each(listener -> listener.onCall(call));
    }

    private void each(Consumer<SeamCallListener> event) {
        RuntimeException failure = null;
        for (SeamCallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) { // an exception must not suppress itself
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure; // the SDK logs it
        }
    }
}
