package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventResponse;
import co.seam.instantkeys.generated.model.EventType;
import co.seam.instantkeys.generated.model.EventsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /events}. Not paginated: a limit and an offset. */
final class Events {
    /** Names of things that the sandbox has no events of: a filter by one of them matches nothing. */
    private static final List<String> FOREIGN = List.of(
            "user_identity_id",
            "space_id",
            "acs_system_id",
            "acs_entrance_id",
            "acs_credential_id",
            "acs_user_id",
            "acs_access_group_id",
            "acs_encoder_id",
            "device_id",
            "access_code_id",
            "connected_account_id",
            "connect_webview_id");

    private static final List<String> FOREIGN_LISTS =
            List.of("space_ids", "acs_system_ids", "device_ids", "access_code_ids");

    private final Workspace workspace;

    Events(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.optional("event_id").uuid();
        String type = input.optional("event_type").text();
        String deviceId = input.optional("device_id").uuid();
        input.requireAnyOf("event_id", "event_type", "device_id");
        input.check();
        Event event = id != null
                ? workspace.event(id)
                : workspace.events.values().stream()
                        .filter(one -> deviceId == null && one.getEventType().equals(type))
                        .reduce((earlier, later) -> later)
                        .orElseThrow(() -> Refusal.notFound("event", "event_type", String.valueOf(type)));
        return EventResponse.builder().event(event).ok(true).build();
    }

    Object list(Input input) {
        Instant since = input.optional("since").instant();
        List<Instant> between = input.optional("between").each(Field::instant);
        input.requireAnyOf("since", "between");
        if (between != null && between.size() != 2) {
            input.optional("between").refuse("Must hold two times");
        }
        EventType type = input.optional("event_type").oneOf(EventType::of, EventType.known());
        List<EventType> types =
                input.optional("event_types").each(field -> field.oneOf(EventType::of, EventType.known()));
        List<Predicate<Event>> filters = new ArrayList<>();
        filters.add(in(input.optional("event_ids").each(Field::uuid), event -> List.of(event.getEventId())));
        filters.add(is(input.optional("access_grant_id").uuid(), Events::grants));
        filters.add(in(input.optional("access_grant_ids").each(Field::uuid), Events::grants));
        filters.add(is(input.optional("access_method_id").uuid(), Events::methods));
        filters.add(in(input.optional("access_method_ids").each(Field::uuid), Events::methods));
        FOREIGN.forEach(name -> filters.add(is(input.optional(name).uuid(), event -> List.of())));
        FOREIGN_LISTS.forEach(name -> filters.add(in(input.optional(name).each(Field::uuid), event -> List.of())));
        filters.add(is(input.optional("customer_key").nonEmpty(), event -> List.of()));
        Integer limit = input.optional("limit").count();
        Integer offset = input.optional("unstable_offset").atLeast(0);
        input.check();

        List<Event> matching = workspace.events.values().stream()
                .filter(event -> since == null || !event.getOccurredAt().isBefore(since))
                .filter(event -> between == null
                        || (!event.getOccurredAt().isBefore(between.get(0))
                                && !event.getOccurredAt().isAfter(between.get(1))))
                .filter(event -> type == null || type.getValue().equals(event.getEventType()))
                .filter(event -> types == null || types.contains(EventType.of(event.getEventType())))
                .filter(event -> filters.stream().allMatch(filter -> filter.test(event)))
                .skip(offset == null ? 0 : offset)
                .limit(limit == null ? 500 : limit)
                .collect(Collectors.toList());
        return EventsResponse.builder().events(matching).ok(true).build();
    }

    private static Predicate<Event> is(@Nullable String wanted, Function<Event, List<String>> ids) {
        return event -> wanted == null || ids.apply(event).contains(wanted);
    }

    private static Predicate<Event> in(@Nullable List<String> wanted, Function<Event, List<String>> ids) {
        return event -> wanted == null || ids.apply(event).stream().anyMatch(wanted::contains);
    }

    private static List<String> grants(Event event) {
        return event.getAccessGrantId() == null ? event.getAccessGrantIds() : List.of(event.getAccessGrantId());
    }

    private static List<String> methods(Event event) {
        return event.getAccessMethodId() == null ? List.of() : List.of(event.getAccessMethodId());
    }
}
