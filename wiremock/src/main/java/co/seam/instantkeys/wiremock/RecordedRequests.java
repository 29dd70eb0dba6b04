package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.store.RequestJournalStore;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The latest requests that WireMock recorded, with their responses. Older ones are dropped, so that a sandbox that runs
 * for days, or whose lists are long, does not fill the memory. Thread-safe.
 */
final class RecordedRequests implements RequestJournalStore {
    /** Limit for the bodies, which take up most of the memory. */
    private static final long MAX_BYTES = 32L << 20;

    private final int maxRequests;
    /** Oldest first. */
    private final Map<UUID, ServeEvent> events = new LinkedHashMap<>();

    private long bytes;

    RecordedRequests(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    @Override
    public synchronized void add(ServeEvent event) {
        events.put(event.getId(), event);
        bytes += size(event);
        removeOldest();
    }

    private void removeOldest() {
        while (events.size() > maxRequests || bytes > MAX_BYTES) {
            removeLast();
        }
    }

    /** Adds the response to a request, unless that was removed in the meantime. */
    @Override
    public synchronized void put(UUID id, ServeEvent event) {
        ServeEvent before = events.replace(id, event);
        if (before != null) {
            bytes += size(event) - size(before);
            removeOldest();
        }
    }

    /** Removes the oldest: WireMock's order is the newest first. */
    @Override
    public synchronized void removeLast() {
        events.keySet().stream().findFirst().ifPresent(this::remove);
    }

    @Override
    public synchronized void remove(UUID id) {
        ServeEvent removed = events.remove(id);
        if (removed != null) {
            bytes -= size(removed);
        }
    }

    @Override
    public synchronized void clear() {
        events.clear();
        bytes = 0;
    }

    @Override
    public synchronized Stream<ServeEvent> getAll() {
        List<ServeEvent> newestFirst = new ArrayList<>(events.values());
        Collections.reverse(newestFirst);
        return newestFirst.stream();
    }

    @Override
    public synchronized Stream<UUID> getAllKeys() {
        return getAll().map(ServeEvent::getId);
    }

    @Override
    public synchronized Optional<ServeEvent> get(UUID id) {
        return Optional.ofNullable(events.get(id));
    }

    /** Counts the body of a response twice: as the sandbox wrote it, and as it was sent. */
    private static long size(ServeEvent event) {
        LoggedResponse response = event.getResponse();
        byte[] request = event.getRequest().getBody();
        byte[] sent = response == null ? null : response.getBody();
        return (request == null ? 0 : request.length) + (sent == null ? 0 : 2L * sent.length);
    }
}
