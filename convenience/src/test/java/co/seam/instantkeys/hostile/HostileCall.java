package co.seam.instantkeys.hostile;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import java.util.concurrent.TimeUnit;

/** One call of the client, and how it ended. */
final class HostileCall {
    enum Kind {
        GENERATE("/user_identities/generate_instant_key", false),
        GENERATE_ENQUEUED("/user_identities/generate_instant_key", false),
        CREATE("/access_grants/create", false),
        CREATE_KEYED("/access_grants/create", true),
        STAY("/access_grants/create", true),
        LIST("/instant_keys/list", false);

        /** Of the write, or of the only request. */
        final String path;

        final boolean keyed;

        Kind(String path, boolean keyed) {
            this.path = path;
            this.keyed = keyed;
        }

        boolean isStay() {
            return this == STAY;
        }

        boolean isWrite() {
            return this != LIST;
        }
    }

    /** Executes the call; returns its result. */
    @FunctionalInterface
    interface Body {
        Object execute(Seam seam) throws Exception;
    }

    final int number;
    final Kind kind;

    /** A string in the body of each request of the call that is in no other request: the idempotency marker. */
    final String marker;

    /** To check what it prints. */
    final Object request;

    private final Body body;
    private Thread thread;
    private boolean ended;

    volatile long start;
    volatile long end;

    /** When it was interrupted while it ran; 0 if it was not. */
    volatile long interrupted;

    volatile boolean flag;
    volatile Object result;
    volatile Throwable thrown;

    HostileCall(int number, Kind kind, String marker, Object request, Body body) {
        this.number = number;
        this.kind = kind;
        this.marker = marker;
        this.request = request;
        this.body = body;
    }

    void run(Seam seam) {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        start = System.nanoTime();
        try {
            result = body.execute(seam);
        } catch (Throwable e) {
            thrown = e;
        } finally {
            end = System.nanoTime();
            synchronized (this) {
                ended = true;
                flag = Thread.interrupted();
            }
        }
    }

    /** Interrupts the thread if it is in this call. */
    synchronized void interrupt() {
        if (thread != null && !ended && interrupted == 0) {
            interrupted = System.nanoTime();
            thread.interrupt();
        }
    }

    /** Whether the caller was assured that the server did not process the write. */
    boolean isKnownUnprocessed() {
        return thrown instanceof SeamException && !((SeamException) thrown).isOutcomeUnknown();
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(end - start);
    }

    String outcome() {
        if (thrown == null) {
            return "success";
        }
        String type = thrown.getClass().getSimpleName();
        return thrown instanceof SeamException && ((SeamException) thrown).isOutcomeUnknown()
                ? type + ", outcome unknown"
                : type;
    }

    @Override
    public String toString() {
        return "call " + number + " (" + kind + " " + marker
                + (end == 0 ? "" : ", " + millis() + " ms")
                + (interrupted == 0 ? "" : ", interrupted") + ")" + (end == 0 ? "" : ": " + outcome());
    }
}
