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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /events}. */
final class EventsEndpoints {
    private final Workspace workspace;

    EventsEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Returns the latest event that matches. If there is none, the API sends a message, not an error. */
    Object get(Input input) {
        String id = input.optional("event_id").uuid();
        String type = input.optional("event_type").nonEmpty();
        // the sandbox has no devices: such a filter matches nothing
        String deviceId = input.optional("device_id").uuid();
        input.atLeastOneOf("the event", "event_id", "event_type", "device_id");
        input.check();
        return workspace.events.entries().stream()
                .map(entry -> entry.event)
                .filter(event -> deviceId == null)
                .filter(event -> id == null || id.equals(event.getEventId()))
                .filter(event ->
                        type == null || type.equals(event.getEventType().getValue()))
                .reduce((earlier, later) -> later)
                .map(event -> EventResponse.builder().event(event).ok(true).build())
                .orElseGet(() -> EventResponse.builder()
                        .message("There is no such event.")
                        .ok(true)
                        .build());
    }

    Object list(Input input) {
        Instant since = input.optional("since").instant();
        List<Instant> between = input.optional("between").ofSize(2, 2).each(Field::instant);
        input.atLeastOneOf("the period", "since", "between");
        List<Predicate<EventLog.Entry>> filters = filters(input);
        Integer limit = input.optional("limit").count();
        Integer offset = input.optional("unstable_offset").wholeNumber(0);
        input.check();

        return EventsResponse.builder()
                .events(workspace.events.entries().stream()
                        .filter(entry ->
                                since == null || !entry.event.getCreatedAt().isBefore(since))
                        .filter(entry -> between == null || isWithin(between, entry.event.getCreatedAt()))
                        .filter(entry -> filters.stream().allMatch(filter -> filter.test(entry)))
                        .skip(offset == null ? 0 : offset)
                        .limit(limit == null ? 500 : limit)
                        .map(entry -> entry.event)
                        .collect(Collectors.toList()))
                .ok(true)
                .build();
    }

    private static boolean isWithin(List<Instant> between, Instant time) {
        return time.isAfter(between.get(0)) && time.isBefore(between.get(1));
    }

    private List<Predicate<EventLog.Entry>> filters(Input input) {
        List<Predicate<EventLog.Entry>> filters = new ArrayList<>();
        addFilter(
                filters,
                input.optional("event_type").oneOf(EventType.known()),
                event -> Stream.of(event.getEventType().getValue()));
        addFilter(
                filters,
                input.optional("event_types").each(type -> type.oneOf(EventType.known())),
                event -> Stream.of(event.getEventType().getValue()));
        addFilter(filters, input.optional("event_ids").each(Field::uuid), event -> Stream.of(event.getEventId()));
        addFilter(filters, input.optional("access_grant_id").uuid(), EventsEndpoints::grantIds);
        addFilter(
                filters,
                input.optional("access_grant_ids").ofSize(0, 100).each(Field::uuid),
                EventsEndpoints::grantIds);
        addFilter(filters, input.optional("access_method_id").uuid(), EventsEndpoints::methodIds);
        addFilter(
                filters,
                input.optional("access_method_ids").ofSize(0, 100).each(Field::uuid),
                EventsEndpoints::methodIds);
        String userIdentityId = input.optional("user_identity_id").uuid();
        if (userIdentityId != null) {
            String primary = workspace.primaryOf(userIdentityId);
            filters.add(entry -> entry.userIdentityId.equals(primary));
        }
        // no event of the sandbox has any of these
        for (String name : List.of(
                "space_id",
                "acs_credential_id",
                "acs_user_id",
                "acs_access_group_id",
                "acs_encoder_id",
                "device_id",
                "access_code_id",
                "connect_webview_id")) {
            addFilter(filters, input.optional(name).uuid(), event -> Stream.empty());
        }
        addFilter(filters, input.optional("acs_system_id").uuid(), event -> Stream.ofNullable(event.getAcsSystemId()));
        addFilter(
                filters,
                input.optional("acs_system_ids").each(Field::uuid),
                event -> Stream.ofNullable(event.getAcsSystemId()));
        addFilter(
                filters,
                input.optional("acs_entrance_id").uuid(),
                event -> Stream.ofNullable(event.getAcsEntranceId()));
        addFilter(
                filters,
                input.optional("connected_account_id").uuid(),
                event -> Stream.ofNullable(event.getConnectedAccountId()));
        addFilter(filters, input.optional("space_ids").ofSize(0, 100).each(Field::uuid), event -> Stream.empty());
        for (String name : List.of("device_ids", "access_code_ids")) {
            addFilter(filters, input.optional(name).each(Field::uuid), event -> Stream.empty());
        }
        addFilter(filters, input.optional("customer_key").nonEmpty(), event -> Stream.empty());
        return filters;
    }

    private static Stream<String> grantIds(Event event) {
        return Stream.concat(Stream.ofNullable(event.getAccessGrantId()), event.getAccessGrantIds().stream());
    }

    private static Stream<String> methodIds(Event event) {
        return Stream.ofNullable(event.getAccessMethodId());
    }

    private static void addFilter(
            List<Predicate<EventLog.Entry>> filters,
            @Nullable String wanted,
            Function<Event, Stream<String>> property) {
        addFilter(filters, wanted == null ? null : List.of(wanted), property);
    }

    private static void addFilter(
            List<Predicate<EventLog.Entry>> filters,
            @Nullable List<String> wanted,
            Function<Event, Stream<String>> property) {
        if (wanted != null) {
            filters.add(entry -> property.apply(entry.event).anyMatch(wanted::contains));
        }
    }
}
