package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.EventsApi;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventResponse;
import co.seam.instantkeys.generated.model.EventsResponse;
import co.seam.instantkeys.generated.model.GetEventRequest;
import co.seam.instantkeys.generated.model.ListEventsRequest;
import java.util.List;

/** Reads the events of grants, access methods and entrances. Instant keys have no events of their own. Thread-safe. */
public final class Events {
    private final CallExecutor calls;

    Events(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns one event by its id. {@code POST /events/get}
     *
     * @throws SeamNotFoundException if there is no such event
     * @throws SeamResponseException if the response holds a message in place of the event
     * @throws SeamException if the call fails
     */
    public Event get(String eventId) {
        return calls.execute(
                api().get(GetEventRequest.builder()
                        .eventId(Checks.notBlank("eventId", eventId))
                        .build()),
                EventResponse::getEvent);
    }

    /**
     * Lists the events of a period. {@code POST /events/list}
     *
     * @return unmodifiable; at most {@code limit}, by default 500. There is no cursor: for more, ask for a later period
     * @throws IllegalArgumentException if neither {@code since} nor {@code between} is set
     * @throws SeamException if the call fails
     */
    public List<Event> list(ListEventsRequest request) {
        Checks.notNull("request", request);
        if (request.getSince() == null && request.getBetween().isEmpty()) {
            throw new IllegalArgumentException("none of since and between is set: set one");
        }
        return calls.execute(api().list(request), EventsResponse::getEvents);
    }

    private EventsApi api() {
        return calls.api(EventsApi.class);
    }
}
