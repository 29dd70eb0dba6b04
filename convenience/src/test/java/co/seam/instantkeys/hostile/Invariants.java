package co.seam.instantkeys.hostile;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.SeamConflictException;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.SeamIssuanceException;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.hostile.HostileCall.Kind;
import co.seam.instantkeys.hostile.HostileInterceptor.Habit;
import co.seam.instantkeys.hostile.ServerLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** What must be true of every call, whatever went wrong: compares what the caller learns with the server's log. */
final class Invariants {
    /** The time that a call may need beyond its timeout on a machine that is not busy. */
    private static final long MARGIN_MILLIS = 2_000;

    private static final int MAX_READS = 3;

    private final Scene scene;
    private final ServerLog log;
    private final Stalls stalls;
    private final List<String> violations = new ArrayList<>();

    Invariants(Scene scene, ServerLog log, Stalls stalls) {
        this.scene = scene;
        this.log = log;
        this.stalls = stalls;
    }

    List<String> check() {
        scene.calls.stream().filter(call -> call.end != 0).forEach(this::check);
        checkWritesTogether();
        return violations;
    }

    private void check(HostileCall call) {
        List<Entry> sent = log.entries(call.kind.path, call.marker);
        List<Entry> processed = sent.stream().filter(Entry::isProcessed).toList();
        checkWire(call, sent, processed);
        checkOutcome(call, processed);
        checkTime(call);
        checkSecrets(call);
    }

    /** Whether an interceptor sends requests that are none of this SDK's. */
    private boolean sendsByItself() {
        return scene.client != null && scene.client.count(Habit.SENDS) > 0;
    }

    /** The attempts of a read, each of which interceptors may repeat. */
    private int maxReads() {
        return scene.client == null ? MAX_READS : MAX_READS << scene.client.count(Habit.REPEATS);
    }

    private void violation(HostileCall call, String text) {
        violations.add(text + "\n  " + call + "\n  "
                + log.entries().stream()
                        .filter(entry -> entry.body.contains(call.marker))
                        .map(Entry::toString)
                        .collect(Collectors.joining("\n  "))
                + (call.thrown == null ? "" : "\n" + Secrets.print(call.thrown)));
    }

    private void checkWire(HostileCall call, List<Entry> sent, List<Entry> processed) {
        if (call.kind.keyed) {
            if (processed.size() > 1) {
                violation(call, "two grants for one key");
            }
        } else if (!sendsByItself() && sent.size() > (call.kind.isWrite() ? 1 : maxReads())) {
            violation(call, "sent " + sent.size() + " times");
        }
    }

    /** A request whose body was cut has no marker, but it counts. */
    private void checkWritesTogether() {
        if (sendsByItself()) {
            return;
        }
        String path = Kind.GENERATE.path;
        List<HostileCall> writes =
                scene.calls.stream().filter(call -> call.kind.path.equals(path)).toList();
        long anonymous = log.entries().stream()
                .filter(entry ->
                        entry.path.equals(path) && writes.stream().noneMatch(call -> entry.body.contains(call.marker)))
                .count();
        long unsent = writes.stream()
                .filter(call -> log.entries(path, call.marker).isEmpty())
                .count();
        if (anonymous > unsent) {
            violations.add(anonymous + " requests to " + path + " cannot be those of " + unsent + " calls");
        }
    }

    private void checkOutcome(HostileCall call, List<Entry> processed) {
        if (call.thrown != null) {
            checkFailure(call, processed);
        } else if (processed.isEmpty()) {
            violation(call, "success, but not processed");
        } else {
            checkResult(call, processed);
        }
    }

    private void checkFailure(HostileCall call, List<Entry> processed) {
        if (call.kind != Kind.GENERATE_ENQUEUED && !(call.thrown instanceof SeamException)) {
            violation(call, "throws what is no SeamException");
        } else if (call.kind.isWrite()
                && call.isKnownUnprocessed()
                && !processed.isEmpty()
                && !(call.thrown instanceof SeamIssuanceException)) {
            violation(call, "reported as not processed");
        } else if (call.thrown instanceof SeamIssuanceException && processed.isEmpty()) {
            violation(call, "reported as created");
        } else if (call.thrown instanceof SeamConflictException && call.isKnownUnprocessed() && call.kind.keyed) {
            violation(call, "the caller's own grant is reported as a conflict");
        } else if (call.kind == Kind.GENERATE_ENQUEUED
                && (call.thrown instanceof TimeoutException || call.thrown instanceof IllegalStateException)) {
            violation(call, "does not end as a call of the raw API");
        }
    }

    private void checkResult(HostileCall call, List<Entry> processed) {
        String expected = null;
        if (call.result instanceof AccessGrant grant) {
            expected = grant.getAccessGrantId();
        } else if (call.result instanceof IssuedStay stay) {
            expected = stay.getAccessGrant().getAccessGrantId();
            String link = stay.getInstantKeyUrl();
            if (log.entries().stream().noneMatch(entry -> entry.response.contains(link))) {
                violation(call, "an unknown link");
            }
        } else if (call.result instanceof InstantKey key) {
            expected = key.getInstantKeyUrl();
        } else if (call.result instanceof List<?> keys && keys.size() != 1) {
            violation(call, "lists " + keys.size() + " keys");
        }
        String id = expected;
        if (id != null && processed.stream().noneMatch(entry -> entry.response.contains(id))) {
            violation(call, "a result of another call");
        }
    }

    private void checkTime(HostileCall call) {
        if (call.kind == Kind.GENERATE_ENQUEUED) {
            return; // it may wait for others; that it ends at all is checked
        }
        long busy = stalls.millis(call.start, call.end);
        if (scene.timeouts && call.millis() > scene.totalTimeout.toMillis() + MARGIN_MILLIS + busy) {
            violation(call, "takes longer than " + scene.totalTimeout);
        }
        if (call.interrupted != 0) {
            long after = TimeUnit.NANOSECONDS.toMillis(call.end - call.interrupted);
            if (after > MARGIN_MILLIS + busy) {
                violation(call, "goes on for " + after + " ms after an interrupt");
            }
            if (!call.flag) {
                violation(call, "loses the interrupt flag");
            }
        }
    }

    private void checkSecrets(HostileCall call) {
        String printed = call.request + "\n" + (call.thrown == null ? call.result : Secrets.print(call.thrown));
        scene.secrets.in(printed).ifPresent(secret -> violation(call, "shows " + secret));
    }
}
