package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules for grants that share a reservation_key. */
class ReservationTest {
    private static final String MAY_1 = "2126-05-01T15:00:00Z";
    private static final String MAY_4 = "2126-05-04T11:00:00Z";

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"Main Entrance;Car Park", "Staff Room"})
    void create_withoutADoorThatCanBelongToAReservation_isInvalid(String doors) {
        Response response = create("stay-1", doors, MAY_1, MAY_4);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.problems("reservation_key"))
                .containsExactly("None of the doors can belong to a reservation");
        assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "user_identity_id"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Room 101;Room 102               | Room 101;Room 102
            Room 101;Room 102               | Room 102
            Room 101;Room 102;Main Entrance | Room 101;Car Park;Staff Room
            """)
    void create_withTheDoorsOfTheReservationOrFewer_joins(String doors, String joinerDoors) {
        create("stay-1", doors, MAY_1, MAY_4);

        Response joiner = create("stay-1", joinerDoors, MAY_1, MAY_4);

        assertThat(joiner.status()).isEqualTo(200);
        assertThat(joiner.text("access_grant.reservation_key")).isEqualTo("stay-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Room 101          | Room 102                   | entrance_change_requires_cleanup
            Room 101;Room 102 | Room 101;Room 201          | entrance_change_requires_cleanup
            Room 101          | Room 101;Room 102          | joiner_entrance_set_conflict
            Room 101;Room 102 | Room 101;Room 102;Room 201 | joiner_entrance_set_conflict
            """)
    void create_withOtherOrMoreDoors_isAConflict(String doors, String joinerDoors, String type) {
        create("stay-1", doors, MAY_1, MAY_4);

        Response joiner = create("stay-1", joinerDoors, MAY_1, MAY_4);

        assertThat(joiner.status()).isEqualTo(409);
        assertThat(joiner.text("error.type")).isEqualTo("reservation_" + type);
    }

    @Test
    void create_bySpace_countsTheDoorsOfTheSpace() {
        String floor = """
                {"user_identity": {}, "reservation_key": "stay-1", "space_keys": ["first-floor"],
                 "requested_access_methods": []}
                """;
        caller.post("/access_grants/create", floor);

        assertThat(caller.post("/access_grants/create", floor).status()).isEqualTo(200);
        assertThat(create("stay-1", "Room 102", MAY_1, MAY_4).status()).isEqualTo(200);
        assertThat(create("stay-1", "Room 201", MAY_1, MAY_4).text("error.type"))
                .isEqualTo("reservation_entrance_change_requires_cleanup");
    }

    @Test
    void doors_onceTheFirstGrantIsDeleted_stayThoseOfTheReservation() {
        Response first = create("stay-1", "Room 101;Room 102", MAY_1, MAY_4);
        create("stay-1", "Room 101", MAY_1, MAY_4);
        delete(first);

        assertThat(create("stay-1", "Room 102", MAY_1, MAY_4).status()).isEqualTo(200);
    }

    @Test
    void doors_onceAllGrantsAreDeleted_canChange() {
        Response first = create("stay-1", "Room 101", MAY_1, MAY_4);
        delete(first);

        assertThat(create("stay-1", "Room 202", MAY_1, MAY_4).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2126-05-02T15:00:00Z, 2126-05-03T11:00:00Z",
        "2126-05-04T10:59:59Z, 2126-05-08T11:00:00Z",
        "2126-04-01T15:00:00Z, 2126-05-01T15:00:01Z",
        "2126-05-02T15:00:00Z, null"
    })
    void create_atTimesThatOverlap_joins(String start, String end) {
        create("stay-1", "Room 101", MAY_1, MAY_4);

        assertThat(create("stay-1", "Room 101", start, end).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2126-05-04T11:00:00Z, 2126-05-08T11:00:00Z",
        "2126-04-01T15:00:00Z, 2126-05-01T15:00:00Z",
        "2126-06-01T15:00:00Z, null"
    })
    void create_atTimesThatDoNotOverlap_isAConflict(String start, String end) {
        create("stay-1", "Room 101", MAY_1, MAY_4);

        Response response = create("stay-1", "Room 101", start, end);

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo("reservation_time_frames_must_overlap");
    }

    @Test
    void create_withAnotherKeyOrNone_isFree() {
        create("stay-1", "Room 101", MAY_1, MAY_4);

        assertThat(create("stay-2", "Room 101;Room 102", "2126-06-01T15:00:00Z", "null")
                        .status())
                .isEqualTo(200);
        assertThat(caller.createGrant("mobile_key").status()).isEqualTo(200);
    }

    @Test
    void update_ofTheTimes_isFree() {
        Response first = create("stay-1", "Room 101", MAY_1, MAY_4);
        create("stay-1", "Room 101", MAY_1, MAY_4);

        Response moved =
                caller.post("/access_grants/update", """
                {"access_grant_id": "%s", "starts_at": "2126-06-01T15:00:00Z", "ends_at": "2126-06-04T11:00:00Z"}
                """.formatted(first.text("access_grant.access_grant_id")));

        assertThat(moved.status()).isEqualTo(200);
    }

    private Response create(String reservationKey, String doors, String start, String end) {
        String ids = Stream.of(doors.split(";"))
                .map(door -> "\"" + sandbox.acsEntranceId(door) + "\"")
                .collect(Collectors.joining(", "));
        return caller.post("/access_grants/create", """
                {"user_identity": {}, "reservation_key": "%s", "acs_entrance_ids": [%s],
                 "requested_access_methods": [{"mode": "card"}], "starts_at": "%s", "ends_at": %s}
                """.formatted(
                        reservationKey, ids, start, end.equals("null") ? end : "\"" + end + "\""));
    }

    private void delete(Response created) {
        caller.post(
                "/access_grants/delete",
                "{\"access_grant_id\": \"" + created.text("access_grant.access_grant_id") + "\"}");
    }
}
