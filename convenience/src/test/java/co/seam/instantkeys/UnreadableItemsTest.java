package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.api.EventsApi;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventType;
import co.seam.instantkeys.generated.model.ListEventsRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One item that cannot be read hides no other, and is never dropped unnoticed. */
@Timeout(60)
class UnreadableItemsTest {
    private static final String LINK = "https://ik.seam.co/SECRET";
    private static final ListEventsRequest SINCE =
            ListEventsRequest.builder().since(Instant.EPOCH).build();

    @Test
    void listEvents_oneOf400WithIdAndTypeOnly_hasAll() throws Exception {
        String odd = "{\"event_id\":\"e17\",\"event_type\":\"lock.locked\"}";
        try (RawServer server = RawServer.start(respond(200, events(400, i -> i == 17 ? odd : event(i))));
                Seam seam = client(server)) {
            SeamList<Event> events = seam.events().list(SINCE);

            assertThat(events).hasSize(400);
            assertThat(events.get(17).getWorkspaceId()).isNull();
            assertThat(events.getUnreadable()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "\"text\"",
                "true",
                "[]",
                "[{\"event_id\":\"e\"}]",
                "{}",
                "{\"event_id\":\"e\"}",
                "{\"event_id\":\"e\",\"event_type\":null}",
                "{\"event_id\":{},\"event_type\":\"x\"}",
                "{\"event_id\":\"e\",\"event_type\":\"x\",\"occurred_at\":\"yesterday\"}",
                "{\"event_id\":\"e\",\"event_type\":\"x\",\"access_grant_ids\":{}}",
                "{\"event_id\":\"e\",\"event_type\":\"x\",\"unknown\":1e99999999999}",
                "{\"action_attempt_id\":\"a\",\"status\":\"pending\",\"result\":[[{}],null,\"\\u005d,]\"]}",
            })
    void listEvents_withAnOddItem_yieldsTheOthersAndThenThrows(String odd) throws Exception {
        String body = events(400, i -> i == 0 || i == 17 || i == 399 ? odd : event(i));
        try (RawServer server = RawServer.start(respond(200, body));
                Seam seam = client(server)) {
            SeamList<Event> events = seam.events().list(SINCE);

            List<String> seen = new ArrayList<>();
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class, () -> events.forEach(event -> seen.add(event.getEventId())));
            assertThat(seen).hasSize(397).startsWith("e1", "e2").endsWith("e398");
            assertThat(e).hasMessageContaining("3 of 400 items").hasMessageContaining("events[0]: ");
            assertThat(e.getUnreadable()).extracting(UnreadableItem::getRawJson).containsExactly(odd, odd, odd);
            assertThat(e.getUnreadable().get(1).getReason()).startsWith("events[17]: ");
            assertThat(events.onUnreadable(item -> seen.add(item.getReason()))).hasSize(397);
            assertThat(seen).hasSize(400);
        }
    }

    @Test
    void listEvents_withAnOddItem_failsWhereverTheWholeListCounts() throws Exception {
        try (RawServer server = RawServer.start(respond(200, events(3, i -> i == 1 ? "5" : event(i))));
                Seam seam = client(server)) {
            SeamList<Event> events = seam.events().list(SINCE);

            assertThatThrownBy(events::size).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(events::isEmpty).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(events::toArray).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> List.copyOf(events)).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> new ArrayList<>(events)).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> events.contains(events.get(0))).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> events.get(2)).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> events.stream().count()).isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> events.parallelStream().collect(Collectors.toList()))
                    .isInstanceOf(SeamResponseException.class);
            assertThatThrownBy(() -> events.equals(List.of())).isInstanceOf(SeamResponseException.class);
            assertThat(events.get(1).getEventId()).isEqualTo("e2");
            assertThat(events.stream().findFirst()).isPresent();
        }
    }

    @Test
    void listEvents_onlyOddItems_hasNoneAndThrows() throws Exception {
        try (RawServer server = RawServer.start(respond(200, events(3, i -> "5")));
                Seam seam = client(server)) {
            SeamList<Event> events = seam.events().list(SINCE);

            assertThat(events.onUnreadable(item -> {})).isEmpty();
            assertThat(events.getUnreadable()).hasSize(3);
            assertThatThrownBy(() -> events.iterator().hasNext()).isInstanceOf(SeamResponseException.class);
        }
    }

    @Test
    void listEvents_oddItemsAnywhere_keepTheOthersInOrder() throws Exception {
        Random random = new Random(9);
        for (int round = 0; round < 50; round++) {
            int size = 1 + random.nextInt(8);
            List<Boolean> odd =
                    random.doubles(size).mapToObj(value -> value < 0.4).collect(Collectors.toList());
            String space = round % 2 == 0 ? "" : " \n";
            String body = "{\"ok\":true," + space + "\"events\":[" + space
                    + IntStream.range(0, size)
                            .mapToObj(i -> odd.get(i) ? "[]" : event(i))
                            .collect(Collectors.joining(space + "," + space))
                    + space + "],\"more\":{\"events\":[5]}}";
            try (RawServer server = RawServer.start(respond(200, body));
                    Seam seam = client(server)) {
                List<Event> readable = seam.events().list(SINCE).onUnreadable(item -> {});

                assertThat(readable)
                        .extracting(Event::getEventId)
                        .containsExactlyElementsOf(IntStream.range(0, size)
                                .filter(i -> !odd.get(i))
                                .mapToObj(i -> "e" + i)
                                .collect(Collectors.toList()));
            }
        }
    }

    @Test
    void listEvents_unknownType_isRead() throws Exception {
        String odd = "{\"event_id\":\"e\",\"event_type\":\"door.flew_away\"}";
        try (RawServer server = RawServer.start(respond(200, events(1, i -> odd)));
                Seam seam = client(server)) {
            assertThat(seam.events().list(SINCE).get(0).getEventType()).isEqualTo(EventType.of("door.flew_away"));
        }
    }

    @Test
    void listEvents_hugeOddItem_keeps64KiB() throws Exception {
        String odd = "[\"" + "x".repeat(100_000) + "\"]";
        try (RawServer server = RawServer.start(respond(200, events(2, i -> i == 1 ? odd : event(i))));
                Seam seam = client(server)) {
            SeamList<Event> events = seam.events().list(SINCE);

            assertThat(events.getUnreadable().get(0).getRawJson())
                    .hasSize(64 << 10)
                    .startsWith("[\"xx");
            assertThat(events.get(0).getEventId()).isEqualTo("e0");
        }
    }

    @Test
    void listEvents_moreOddItemsThanAnOddityHas_isAnUnreadableResponse() throws Exception {
        try (RawServer server = RawServer.start(respond(200, events(10_001, i -> "5")));
                Seam seam = client(server)) {
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class, () -> seam.events().list(SINCE));

            assertThat(e.getUnreadable()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":false,", "{\"ok\":7,", "{\"ok\":true,\"ok\":[],"})
    void listEvents_oddItemInAResponseThatIsNotOk_isAnUnreadableResponse(String head) throws Exception {
        try (RawServer server = RawServer.start(respond(200, head + "\"events\":[5," + event(1) + "]}"));
                Seam seam = client(server)) {
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class, () -> seam.events().list(SINCE));

            assertThat(e.getUnreadable()).isEmpty();
        }
    }

    @Test
    void unreadable_withALink_isShownByItsGetterOnly() throws Exception {
        String odd = "{\"event_id\":5,\"url\":\"" + LINK + "\"}";
        try (RawServer server = RawServer.start(respond(200, events(2, i -> odd)));
                Seam seam = client(server)) {
            SeamList<Event> events = seam.events().list(SINCE);
            UnreadableItem item = events.getUnreadable().get(0);
            SeamResponseException e = catchThrowableOfType(SeamResponseException.class, events::size);

            assertThat(item.getRawJson()).contains(LINK);
            assertThat(item + " " + item.getReason() + events + e).doesNotContain("SECRET");
        }
    }

    @Test
    void rawApi_oddItem_isAnExceptionThatHasIt() throws Exception {
        try (RawServer server = RawServer.start(respond(200, events(3, i -> i == 1 ? "5" : event(i))));
                Seam seam = client(server)) {
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class,
                    () -> seam.api(EventsApi.class).list(SINCE).execute());

            assertThat(e.getUnreadable()).hasSize(1);
            assertThat(e).hasMessageContaining("1 of 3 items");
        }
    }

    @Test
    void paginated_oddItemsOnTwoPages_yieldsAllOthersAndThenThrows() throws Exception {
        try (RawServer server = RawServer.start(methods("5", "\"c1\""), methods("{}", "\"c2\""), methods("", "null"));
                Seam seam = client(server)) {
            List<String> seen = new ArrayList<>();
            SeamResponseException e = catchThrowableOfType(
                    SeamResponseException.class,
                    () -> seam.accessMethods().list("grant").forEach(method -> seen.add(method.getAccessMethodId())));

            assertThat(seen).containsExactly("m1", "m2", "m1", "m2", "m1", "m2");
            assertThat(e).hasMessageContaining("2 items on 2 pages");
            assertThat(e.getUnreadable()).extracting(UnreadableItem::getRawJson).containsExactly("5", "{}");
        }
    }

    @Test
    void paginated_withAHandler_passesOddItemsToIt() throws Exception {
        try (RawServer server = RawServer.start(methods("5", "\"c1\""), methods("{}", "null"));
                Seam seam = client(server)) {
            List<String> odd = new ArrayList<>();
            List<AccessMethod> methods =
                    seam.accessMethods().list("grant").onUnreadable(item -> odd.add(item.getRawJson())).stream()
                            .collect(Collectors.toList());

            assertThat(methods).hasSize(4);
            assertThat(odd).containsExactly("5", "{}");
        }
    }

    @Test
    void firstPage_withAnOddItem_hasIt() throws Exception {
        try (RawServer server = RawServer.start(methods("5", "\"c1\""));
                Seam seam = client(server)) {
            Page<AccessMethod> page = seam.accessMethods().list("grant").firstPage();

            assertThat(page.getItems()).hasSize(2);
            assertThat(page.getUnreadable())
                    .extracting(UnreadableItem::getRawJson)
                    .containsExactly("5");
            assertThat(page.getNextCursor()).isEqualTo("c1");
        }
    }

    /** A booking whose grant cannot be read must not seem to have none. */
    @Test
    void listStays_withAnOddItem_yieldsTheOthersAndThrows() throws Exception {
        try (RawServer server = RawServer.start(
                        respond(200, "{\"ok\":true,\"access_grants\":[{\"access_grant_id\":5}],\"pagination\":null}"));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.stays().list("booking-").iterator().hasNext())
                    .isInstanceOfSatisfying(
                            SeamResponseException.class,
                            e -> assertThat(e.getUnreadable()).hasSize(1));
            assertThat(seam.stays().list("booking-").firstPage().getUnreadable())
                    .hasSize(1);
        }
    }

    @Test
    void issueStay_unreadableEntrance_createsNothing() throws Exception {
        try (RawServer server = RawServer.start(
                        respond(
                                200,
                                "{\"ok\":true,\"acs_entrances\":[{\"acs_entrance_id\":\"entrance\",\"can_unlock_with_mobile_key\":5},7]}"));
                Seam seam = client(server)) {
            StayRequest stay = StayRequest.builder()
                    .accessGrantKey("booking-7")
                    .userIdentityId("guest")
                    .acsEntranceIds(List.of("entrance"))
                    .startsAt(Instant.EPOCH)
                    .noEnd()
                    .build();

            assertThatThrownBy(() -> seam.stays().issue(stay)).isInstanceOf(SeamResponseException.class);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private static Seam client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .build();
    }

    private static String events(int count, IntFunction<String> item) {
        return IntStream.range(0, count)
                .mapToObj(item)
                .collect(Collectors.joining(",", "{\"events\":[", "],\"ok\":true}"));
    }

    private static String event(int number) {
        return "{\"event_id\":\"e" + number + "\",\"event_type\":\"access_method.issued\",\"workspace_id\":\"w\","
                + "\"created_at\":\"2026-07-03T08:41:19.9Z\",\"occurred_at\":\"2026-07-03T08:41:19.3Z\","
                + "\"access_method_id\":\"m" + number + "\",\"access_grant_ids\":[\"a\",null,\"b\"]}";
    }

    private static Behavior methods(String odd, String cursor) {
        return respond(
                200,
                "{\"access_methods\":[" + method(1) + (odd.isEmpty() ? "" : "," + odd) + "," + method(2)
                        + "],\"pagination\":{\"has_next_page\":" + !cursor.equals("null")
                        + ",\"next_page_cursor\":" + cursor + "},\"ok\":true}");
    }

    private static String method(int number) {
        return "{\"access_method_id\":\"m" + number + "\",\"workspace_id\":\"w\",\"mode\":\"mobile_key\","
                + "\"display_name\":\"Key\",\"is_issued\":true,\"created_at\":\"2026-07-03T08:41:19Z\","
                + "\"warnings\":[{\"warning_code\":\"odd\"}]}";
    }
}
