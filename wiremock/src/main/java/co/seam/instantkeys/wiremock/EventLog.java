package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;

/** The latest events, oldest first, with the fields that the API documents for each type. */
final class EventLog {
    /** Bounds the memory of a sandbox that runs for days: about 30 MB. */
    static final int MAX_EVENTS = 50_000;

    private final Workspace workspace;
    private final Queue<Entry> entries = new ArrayDeque<>();

    EventLog(Workspace workspace) {
        this.workspace = workspace;
    }

    Collection<Entry> entries() {
        return entries;
    }

    void clear() {
        entries.clear();
    }

    void record(String type, Instant at, AccessGrantState grant) {
        add(type, at, grant.base.getUserIdentityId(), Event.builder().accessGrantId(grant.id()));
    }

    void recordCreationError(AccessGrantState grant, String message) {
        add(
                "access_grant.could_not_create_requested_access_methods",
                workspace.now(),
                grant.base.getUserIdentityId(),
                Event.builder().accessGrantId(grant.id()).errorMessage(message));
    }

    void recordTimesChanged(AccessGrantState grant) {
        Event.Builder event = Event.builder().accessGrantId(grant.id()).startsAt(grant.base.getStartsAt());
        String key = grant.base.getAccessGrantKey();
        if (key != null) {
            event.accessGrantKey(key);
        }
        Instant endsAt = grant.base.getEndsAt();
        if (endsAt != null) {
            event.endsAt(endsAt);
        }
        add("access_grant.access_times_changed", workspace.now(), grant.base.getUserIdentityId(), event);
    }

    void record(String type, Instant at, AccessMethodState method) {
        add(type, at, method.grant.base.getUserIdentityId(), methodEvent(method));
    }

    /** Records the event with the time when the method was due, which may be long before the present call. */
    void recordIssued(AccessMethodState method) {
        Event.Builder event = methodEvent(method);
        String code = method.base.getCode();
        if (code != null) {
            event.code(code).isBackupCode(false);
        }
        add(
                method.wasIssuedBefore ? "access_method.reissued" : "access_method.issued",
                method.issueAt,
                method.grant.base.getUserIdentityId(),
                event);
    }

    void recordSessionDeleted(Instant at, ClientSession session) {
        add(
                "client_session.deleted",
                at,
                String.valueOf(session.getUserIdentityId()),
                Event.builder().clientSessionId(session.getClientSessionId()));
    }

    /** Assumption: a mobile key reaches the lock by Bluetooth. */
    Event recordUnlocked(AcsEntrance entrance, String userIdentityId) {
        return add(
                "lock.unlocked",
                workspace.now(),
                userIdentityId,
                Event.builder()
                        .connectedAccountId(entrance.getConnectedAccountId())
                        .acsSystemId(entrance.getAcsSystemId())
                        .acsEntranceId(entrance.getAcsEntranceId())
                        .method("mobile_key")
                        .putAdditionalProperty("is_via_bluetooth", true));
    }

    /** Moves the events of a merged user identity to the one that it was merged into. */
    void reassign(String fromUserIdentityId, String toUserIdentityId) {
        entries.stream()
                .filter(entry -> entry.userIdentityId.equals(fromUserIdentityId))
                .forEach(entry -> entry.userIdentityId = toUserIdentityId);
    }

    private static Event.Builder methodEvent(AccessMethodState method) {
        String key = method.grant.base.getAccessGrantKey();
        return Event.builder()
                .accessMethodId(method.id())
                .accessGrantIds(List.of(method.grant.id()))
                .accessGrantKeys(key == null ? List.of() : List.of(key));
    }

    private Event add(String type, Instant at, String userIdentityId, Event.Builder event) {
        Event recorded = event.eventId(workspace.ids.uuid())
                .eventType(EventType.of(type))
                .workspaceId(workspace.id)
                .createdAt(at)
                .occurredAt(at)
                .build();
        if (entries.size() == MAX_EVENTS) {
            entries.remove();
        }
        entries.add(new Entry(recorded, userIdentityId));
        workspace.webhooks().publish(recorded);
        return recorded;
    }

    static final class Entry {
        final Event event;
        /** Used by filters only: the API marks this field of events as unreleased. */
        String userIdentityId;

        private Entry(Event event, String userIdentityId) {
            this.event = event;
            this.userIdentityId = userIdentityId;
        }
    }
}
