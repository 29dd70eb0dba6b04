package co.seam.instantkeys.live;

import static co.seam.instantkeys.live.Workspace.CREATE_GRANT;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules for grants that share a {@code reservation_key}. */
final class ReservationChecks {
    static final Section SECTION = new Section(
            "Reservations",
            List.of(
                    Check.of(
                            "A `reservation_key` needs at least one door: otherwise 400, `invalid_input` at"
                                    + " `reservation_key`",
                            ReservationChecks::keyNeedsADoor),
                    Check.of(
                            "The first grant determines the doors; another grant may open some or all of them. With"
                                    + " these and more: 409, `reservation_joiner_entrance_set_conflict`",
                            ReservationChecks::joinerOpensNoMore),
                    Check.of(
                            "With different doors: 409, `reservation_entrance_change_requires_cleanup`",
                            ReservationChecks::doorsCannotChange),
                    Check.of(
                            "Doors that are partly different count as different; the doors stay until the last grant is"
                                    + " gone, even if the first one goes earlier",
                            ReservationChecks::doorsStayUntilTheLastGrant),
                    Check.of(
                            "The times must overlap with those of every grant of the reservation: otherwise 409,"
                                    + " `reservation_time_frames_must_overlap`. An end and a start at the same time do"
                                    + " not overlap",
                            ReservationChecks::timesMustOverlap),
                    Check.of(
                            "The rules apply to create, not to an update of the times",
                            ReservationChecks::updateIsFree),
                    Check.of(
                            "A grant for a guest door of an override system (Visionline, Vostio, dormakaba) needs a"
                                    + " `reservation_key`: otherwise 400",
                            ReservationChecks::overrideSystemNeedsAKey),
                    Check.of(
                            "A grant with another `reservation_key` overrides the earlier stay at the lock, and the"
                                    + " earlier grant stays as it is in the API",
                            ReservationChecks::earlierGrantStays)));

    private static final String JOINER = "reservation_joiner_entrance_set_conflict";
    private static final String CLEANUP = "reservation_entrance_change_requires_cleanup";
    private static final String OVERLAP = "reservation_time_frames_must_overlap";

    /** Beginnings of {@code external_type}. */
    private static final Set<String> OVERRIDE_SYSTEMS = Set.of("visionline", "assa_abloy_vostio", "dormakaba");

    private ReservationChecks() {}

    private static Verdict keyNeedsADoor(Workspace workspace) {
        JsonObject door = workspace.mobileDoors().stream()
                .filter(candidate -> !Workspace.isForReservations(candidate))
                .findFirst()
                .orElseThrow(() -> new NotTestableException("each door can belong to a reservation"));
        Reply reply = workspace.server.post(
                CREATE_GRANT,
                workspace.grantRequest(
                        "reservation_key", workspace.name(), "acs_entrance_ids", List.of(Workspace.id(door))));
        JsonObject errors = reply.error().has("validation_errors")
                        && reply.error().get("validation_errors").isJsonObject()
                ? reply.error().getAsJsonObject("validation_errors")
                : new JsonObject();
        boolean isAtTheKey = errors.has("reservation_key");
        return Verdict.holdsIf(
                reply.status() == 400 && reply.type().equals("invalid_input") && isAtTheKey,
                reply.summary() + (isAtTheKey ? ", at reservation_key" : ", not at reservation_key"));
    }

    private static Verdict joinerOpensNoMore(Workspace workspace) {
        List<String> doors = workspace.reservationDoors(3);
        String key = workspace.name();
        grant(workspace, key, doors.subList(0, 2)).requireOk();
        Reply some = grant(workspace, key, doors.subList(0, 1));
        Reply all = grant(workspace, key, doors.subList(0, 2));
        Reply more = grant(workspace, key, doors);
        return Verdict.holdsIf(
                some.isOk() && all.isOk() && isRejected(more, JOINER),
                "some: " + some.summary() + ", all: " + all.summary() + ", more: " + more.summary());
    }

    private static Verdict doorsCannotChange(Workspace workspace) {
        List<String> doors = workspace.reservationDoors(2);
        String key = workspace.name();
        grant(workspace, key, doors.subList(0, 1)).requireOk();
        Reply other = grant(workspace, key, doors.subList(1, 2));
        return Verdict.holdsIf(isRejected(other, CLEANUP), other.summary());
    }

    private static Verdict doorsStayUntilTheLastGrant(Workspace workspace) {
        List<String> doors = workspace.reservationDoors(3);
        String key = workspace.name();
        String first =
                Json.text(grant(workspace, key, doors.subList(0, 2)).resource("access_grant"), "access_grant_id");
        grant(workspace, key, doors.subList(0, 1)).requireOk();
        Reply partly = grant(workspace, key, doors.subList(1, 3));
        workspace.deleteGrant(first);
        if (!workspace.awaitGone(() -> workspace.getGrant(first))) {
            throw new NotTestableException("a deletion took more than a minute");
        }
        Reply otherDoor = grant(workspace, key, doors.subList(2, 3));
        Reply sameDoors = grant(workspace, key, doors.subList(0, 2));
        return Verdict.holdsIf(
                isRejected(partly, CLEANUP) && isRejected(otherDoor, CLEANUP) && sameDoors.isOk(),
                "partly different: " + partly.summary() + "; without the first grant, another door: "
                        + otherDoor.summary() + ", the same doors: " + sameDoors.summary());
    }

    private static Verdict timesMustOverlap(Workspace workspace) {
        List<String> door = workspace.reservationDoors(1);
        String key = workspace.name();
        Instant day1 = workspace.now().plus(1, ChronoUnit.DAYS);
        Instant day2 = day1.plus(1, ChronoUnit.DAYS);
        Instant day3 = day2.plus(1, ChronoUnit.DAYS);
        grant(workspace, key, door, day1, day2).requireOk();
        Reply touching = grant(workspace, key, door, day2, day3);
        grant(workspace, key, door, day1, day3).requireOk();
        Reply withOne = grant(workspace, key, door, day2.plus(1, ChronoUnit.HOURS), day3);
        return Verdict.holdsIf(
                isRejected(touching, OVERLAP) && isRejected(withOne, OVERLAP),
                "end and start at the same time: " + touching.summary() + "; overlap with one of two: "
                        + withOne.summary());
    }

    private static Verdict updateIsFree(Workspace workspace) {
        List<String> door = workspace.reservationDoors(1);
        String key = workspace.name();
        grant(workspace, key, door).requireOk();
        String second = Json.text(grant(workspace, key, door).resource("access_grant"), "access_grant_id");
        Instant later = workspace.now().plus(10, ChronoUnit.DAYS);
        Reply update = workspace.server.post(
                "/access_grants/update",
                Map.of(
                        "access_grant_id", second,
                        "starts_at", later.toString(),
                        "ends_at", later.plus(1, ChronoUnit.DAYS).toString()));
        return Verdict.holdsIf(update.isOk(), "times that no longer overlap: " + update.summary());
    }

    private static Verdict overrideSystemNeedsAKey(Workspace workspace) {
        Set<String> systems =
                Set.copyOf(workspace.server.post("/acs/systems/list", Map.of()).resources("acs_systems").stream()
                        .filter(ReservationChecks::isOverrideSystem)
                        .map(system -> Json.text(system, "acs_system_id"))
                        .toList());
        JsonObject door = workspace.mobileDoors().stream()
                .filter(Workspace::isForReservations)
                .filter(candidate -> systems.contains(Json.text(candidate, "acs_system_id")))
                .findFirst()
                .orElseThrow(() -> new NotTestableException("the workspace has no guest door of such a system"));
        Reply reply = workspace.server.post(
                CREATE_GRANT, workspace.grantRequest("acs_entrance_ids", List.of(Workspace.id(door))));
        return Verdict.holdsIf(reply.status() == 400, "a mobile key without reservation_key: " + reply.summary());
    }

    private static boolean isOverrideSystem(JsonObject system) {
        String type = Json.textOrNull(system, "external_type");
        return type != null && OVERRIDE_SYSTEMS.stream().anyMatch(type::startsWith);
    }

    private static Verdict earlierGrantStays(Workspace workspace) {
        List<String> door = workspace.reservationDoors(1);
        JsonObject earlier = grant(workspace, workspace.name(), door).resource("access_grant");
        grant(workspace, workspace.name(), door).requireOk();
        JsonObject now =
                workspace.getGrant(Json.text(earlier, "access_grant_id")).resource("access_grant");
        List<String> changed = List.of("starts_at", "ends_at", "access_method_ids", "warnings", "errors").stream()
                .filter(name -> earlier.has(name) && !earlier.get(name).equals(now.get(name)))
                .toList();
        return Verdict.holdsIf(
                changed.isEmpty(),
                "the earlier grant is "
                        + (changed.isEmpty() ? "unchanged" : "changed in " + String.join(", ", changed))
                        + "; no lock was tried");
    }

    private static Reply grant(Workspace workspace, String reservationKey, List<String> doors) {
        return workspace.server.post(
                CREATE_GRANT, workspace.grantRequest("reservation_key", reservationKey, "acs_entrance_ids", doors));
    }

    private static Reply grant(
            Workspace workspace, String reservationKey, List<String> doors, Instant start, Instant end) {
        return workspace.server.post(
                CREATE_GRANT,
                workspace.grantRequest(
                        "reservation_key",
                        reservationKey,
                        "acs_entrance_ids",
                        doors,
                        "starts_at",
                        start.toString(),
                        "ends_at",
                        end.toString()));
    }

    private static boolean isRejected(Reply reply, String type) {
        return reply.status() == 409 && reply.type().equals(type);
    }
}
