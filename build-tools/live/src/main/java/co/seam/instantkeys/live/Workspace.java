package co.seam.instantkeys.live;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workspace under test, and what the checks create in it: all of it has names that begin with the {@link Mark}. */
final class Workspace {
    static final String CREATE_GRANT = "/access_grants/create";
    static final String CREATE_GUEST = "/user_identities/create";

    /** The value of a field that is not sent. */
    static final Object ABSENT = new Object();

    static final Map<String, Object> MOBILE_KEY = Map.of("mode", "mobile_key");

    /** How long real hardware, and a server that works in the background, may take. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Doubled after each poll, up to the longest. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /** Numbers 555-0100 to 555-0199 belong to nobody, in each area. */
    private static final List<String> AREAS =
            List.of("202", "212", "213", "305", "312", "404", "415", "503", "602", "617", "702", "713", "808", "907");

    final Server server;
    final Seen seen;
    private final Timer timer;
    private final Mark mark;
    private final int firstPhone = ThreadLocalRandom.current().nextInt(AREAS.size() * 100);
    private int names;
    private int phones;
    private @Nullable List<JsonObject> doors;
    private @Nullable String guestId;

    Workspace(Server server, Seen seen, Timer timer, Mark mark) {
        this.server = server;
        this.seen = seen;
        this.timer = timer;
        this.mark = mark;
    }

    /** Returns a name, or a key, that nothing else has. */
    String name() {
        return mark.name(++names);
    }

    /** Returns an address that nobody else has. */
    String email() {
        return name() + "@example.com";
    }

    /** Returns a number that nobody has. */
    String phone() {
        int number = (firstPhone + ++phones) % (AREAS.size() * 100);
        return String.format(Locale.ROOT, "+1%s55501%02d", AREAS.get(number / 100), number % 100);
    }

    /** Returns the fields of a guest that must be unique, with values that nobody else has. */
    Map<String, Object> contacts() {
        return Json.fields("user_identity_key", name(), "email_address", email(), "phone_number", phone());
    }

    /** Returns the present time, as far as the clocks of this machine and the server agree. */
    Instant now() {
        return timer.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Polls until the condition is true.
     *
     * @return false if it did not become true in a minute
     */
    boolean await(BooleanSupplier condition) {
        Instant end = timer.now().plus(LONGEST_WAIT);
        Duration pause = FIRST_PAUSE;
        while (!condition.getAsBoolean()) {
            if (timer.now().isAfter(end)) {
                return false;
            }
            timer.pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return true;
    }

    /** Returns how long after now the condition became true; longer than the limit if it did not. */
    Duration timeUntil(BooleanSupplier condition, Duration limit, Duration betweenPolls) {
        Instant start = timer.now();
        while (true) {
            Duration time = Duration.between(start, timer.now());
            if (time.compareTo(limit) > 0 || condition.getAsBoolean()) {
                return time;
            }
            timer.pause(betweenPolls);
        }
    }

    /** Returns a door that opens with a mobile key, and that needs no reservation if there is such a door. */
    JsonObject door() {
        return mobileDoors().stream()
                .min(Comparator.comparing(Workspace::isForReservations))
                .orElseThrow(() -> new NotTestableException("the workspace has no door that opens with a mobile key"));
    }

    /**
     * Returns doors that open with a mobile key and can belong to a reservation, of one access system.
     *
     * @throws NotTestableException if there are fewer
     */
    List<String> reservationDoors(int number) {
        return mobileDoors().stream()
                .filter(Workspace::isForReservations)
                .collect(Collectors.groupingBy(door -> Json.text(door, "acs_system_id")))
                .values()
                .stream()
                .filter(ofOneSystem -> ofOneSystem.size() >= number)
                .findFirst()
                .orElseThrow(() -> new NotTestableException("the workspace has no " + number
                        + " doors of one access system that open with a mobile key and can belong to a reservation"))
                .stream()
                .limit(number)
                .map(Workspace::id)
                .toList();
    }

    /** Returns the doors that are reported to open with a mobile key. */
    List<JsonObject> mobileDoors() {
        return doors(door -> Boolean.TRUE.equals(Json.flag(door, "can_unlock_with_mobile_key")));
    }

    List<JsonObject> doors(Predicate<JsonObject> filter) {
        List<JsonObject> all = doors;
        if (all == null) {
            all = server.post("/acs/entrances/list", Map.of()).resources("acs_entrances");
            doors = all;
        }
        return all.stream().filter(filter).toList();
    }

    /** Returns a new key if one of the doors can belong to a reservation: some systems require one then. */
    Object reservationKeyFor(List<String> doorIds) {
        return doors(Workspace::isForReservations).stream().map(Workspace::id).anyMatch(doorIds::contains)
                ? name()
                : ABSENT;
    }

    static boolean isForReservations(JsonObject door) {
        return Boolean.TRUE.equals(Json.flag(door, "can_belong_to_reservation"));
    }

    static String id(JsonObject door) {
        return Json.text(door, "acs_entrance_id");
    }

    /** Returns the id of a guest whom several checks may use, but not change. */
    String guest() {
        String id = guestId;
        if (id == null) {
            id = Json.text(newGuest(), "user_identity_id");
            guestId = id;
        }
        return id;
    }

    /**
     * Creates a guest.
     *
     * @param namesAndValues fields in place of the usual ones
     */
    JsonObject newGuest(Object... namesAndValues) {
        Map<String, Object> request = guestRequest(namesAndValues);
        Map<String, Object> key = Json.fields("user_identity_key", request.get("user_identity_key"));
        return server.create(CREATE_GUEST, request, () -> server.post("/user_identities/get", key))
                .resource("user_identity");
    }

    Map<String, Object> guestRequest(Object... namesAndValues) {
        String name = name();
        Map<String, Object> request = Json.fields("user_identity_key", name, "full_name", name);
        request.putAll(Json.fields(namesAndValues));
        return request;
    }

    Reply getGuest(String id) {
        return server.post("/user_identities/get", Map.of("user_identity_id", id));
    }

    /**
     * Creates a grant.
     *
     * @param namesAndValues fields in place of the usual ones
     */
    JsonObject newGrant(Object... namesAndValues) {
        Map<String, Object> request = grantRequest(namesAndValues);
        Map<String, Object> key = Json.fields("access_grant_key", request.get("access_grant_key"));
        return server.create(CREATE_GRANT, request, () -> server.post("/access_grants/get", key))
                .resource("access_grant");
    }

    /**
     * Returns the request for a grant with a key of its own: one guest, one door, one mobile key, one day.
     *
     * @param namesAndValues fields in place of the usual ones; the value {@link #ABSENT} removes one
     */
    Map<String, Object> grantRequest(Object... namesAndValues) {
        Map<String, Object> request = Json.fields(namesAndValues);
        if (!request.containsKey("user_identity") && !request.containsKey("user_identity_id")) {
            request.put("user_identity_id", guest());
        }
        if (!request.containsKey("acs_entrance_ids")) {
            String door = id(door());
            request.put("acs_entrance_ids", List.of(door));
            request.putIfAbsent("reservation_key", reservationKeyFor(List.of(door)));
        }
        request.putIfAbsent("access_grant_key", name());
        request.putIfAbsent("requested_access_methods", List.of(MOBILE_KEY));
        request.putIfAbsent("starts_at", now().toString());
        request.putIfAbsent("ends_at", now().plus(1, ChronoUnit.DAYS).toString());
        request.values().removeIf(ABSENT::equals);
        return request;
    }

    Reply getGrant(String id) {
        return server.post("/access_grants/get", Map.of("access_grant_id", id));
    }

    void deleteGrant(String id) {
        server.post("/access_grants/delete", Map.of("access_grant_id", id)).requireOk();
    }

    List<JsonObject> methodsOf(String grantId) {
        return server.post("/access_methods/list", Map.of("access_grant_id", grantId))
                .resources("access_methods");
    }

    /** @throws NotTestableException if the grant has none */
    JsonObject firstMethodOf(String grantId) {
        return methodsOf(grantId).stream()
                .findFirst()
                .orElseThrow(() -> new NotTestableException("a grant has no access method"));
    }

    /** Returns whether the grant has methods, and all are issued. */
    boolean isIssued(String grantId) {
        List<JsonObject> methods = methodsOf(grantId);
        return !methods.isEmpty()
                && methods.stream().allMatch(method -> Boolean.TRUE.equals(Json.flag(method, "is_issued")));
    }

    /** Waits until what is read is gone. */
    boolean awaitGone(Supplier<Reply> read) {
        return await(() -> read.get().status() == 404);
    }

    /**
     * Deletes a grant whose deletion takes time.
     *
     * @throws NotTestableException if it is gone before it can be read
     */
    void deleteAndSee(String grantId) {
        deleteGrant(grantId);
        requireStillThere(() -> getGrant(grantId));
    }

    /**
     * Sends a request about something that is being deleted.
     *
     * @param read of what is being deleted
     * @throws NotTestableException if it is gone afterwards: the deletion may have been over before the request
     */
    Reply whileDeleted(Supplier<Reply> read, Supplier<Reply> request) {
        Reply reply = request.get();
        requireStillThere(read);
        return reply;
    }

    private static void requireStillThere(Supplier<Reply> read) {
        if (read.get().status() == 404) {
            throw new NotTestableException("the deletion was over before it could be seen");
        }
    }

    List<JsonObject> keysOf(String userIdentityId) {
        return server.post("/instant_keys/list", Map.of("user_identity_id", userIdentityId))
                .resources("instant_keys");
    }

    /** Returns the types of the events of a grant and its methods. */
    List<String> eventsOf(JsonObject grant) {
        Instant since = Json.time(grant, "created_at").minusSeconds(1);
        List<String> types = new ArrayList<>();
        for (JsonObject event : server.post(
                        "/events/list",
                        Map.of("since", since.toString(), "access_grant_id", Json.text(grant, "access_grant_id")))
                .resources("events")) {
            types.add(Json.text(event, "event_type"));
        }
        return types;
    }
}
