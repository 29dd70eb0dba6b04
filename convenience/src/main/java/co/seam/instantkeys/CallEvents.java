package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.CallObserver;
import co.seam.instantkeys.internal.transport.RequestLog;
import co.seam.instantkeys.internal.transport.SerialExecutor;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Delivers the events of calls to a listener, on one thread. */
final class CallEvents implements CallObserver {
    private static final int MAX_WAITING = 10_000;

    private final SeamCallListener listener;
    private final Executor thread = new SerialExecutor("seam-instant-keys-events", MAX_WAITING);

    CallEvents(SeamCallListener listener) {
        this.listener = listener;
    }

    @Override
    public void onAttempt(Record attempt) {
        deliver(listener::onAttempt, attempt);
    }

    @Override
    public void onCall(Record call) {
        deliver(listener::onCall, call);
    }

    private void deliver(Consumer<SeamCallEvent> method, Record event) {
        thread.execute(() -> {
            try {
                method.accept(new SeamCallEvent(event));
            } catch (RuntimeException | Error e) {
                System.getLogger(RequestLog.LOGGER)
                        .log(
                                Level.WARNING,
                                "a SeamCallListener threw " + e.getClass().getName());
            }
        });
    }
}
