package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.SeamReplacementException;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * The keys of the guests who arrive today. Each method may be called again, after a double click as well as after a
 * failure: Seam finds the stay by the number of the booking, so there is never a second key.
 */
@Service
class FrontDesk {
    private static final List<String> GUESTS = List.of("Jane Doe", "Aino Lehtonen", "José Núñez");
    private static final LocalTime CHECK_OUT = LocalTime.of(11, 0);
    /** How many phones may take the key from its link: those of a family. */
    private static final int PHONES = 4;

    private final Seam seam;
    private final Doors doors;
    private final ZoneId zone;
    /** By number. In your application: the table of bookings. */
    private final Map<String, Arrival> arrivals = new ConcurrentSkipListMap<>();
    /**
     * One change at a time, from the check to the entry in the book. In your application: a transaction that locks the
     * booking, and a constraint that no room has two guests in one night.
     */
    private final Lock changes = new ReentrantLock();

    FrontDesk(Seam seam, Doors doors, @Value("${hotel.time-zone}") ZoneId zone) {
        this.seam = seam;
        this.doors = doors;
        this.zone = zone;
    }

    /** Returns the arrivals of the day of the first call; none if the workspace has no room. */
    synchronized List<Arrival> arrivals() {
        if (arrivals.isEmpty()) {
            LocalDate today = LocalDate.now(zone);
            List<Room> rooms = doors.rooms();
            for (int i = 0; i < Math.min(GUESTS.size(), rooms.size()); i++) {
                String number = DateTimeFormatter.ofPattern("uuMMdd").format(today) + "-" + (i + 1);
                save(new Arrival(number, GUESTS.get(i), rooms.get(i), today, today.plusDays(i + 2)));
            }
        }
        return List.copyOf(arrivals.values());
    }

    /** @throws NoSuchElementException if there is no such booking */
    Arrival arrival(String number) {
        return arrivals().stream()
                .filter(arrival -> arrival.number().equals(number))
                .findFirst()
                .orElseThrow();
    }

    List<Room> freeRooms() {
        List<Room> free = new ArrayList<>(doors.rooms());
        arrivals().forEach(arrival -> free.remove(arrival.room()));
        return free;
    }

    /** Issues the key, or finds the one that there is. */
    IssuedStay issue(String number) {
        changes.lock();
        try {
            Arrival arrival = arrival(number);
            IssuedStay stay = call(arrival, () -> seam.stays().issue(request(arrival)));
            save(arrival.with(stay));
            return stay;
        } finally {
            changes.unlock();
        }
    }

    /** Lets the guest stay until another day. The link stays the same. */
    void extend(String number, LocalDate until) {
        changes.lock();
        try {
            Arrival arrival = arrival(number);
            Arrival extended = arrival.until(until);
            IssuedStay stay = call(
                    arrival,
                    () -> seam.stays().changeTimes(accessGrantKey(arrival), startOf(arrival), endOf(extended)));
            save(extended.with(stay));
        } finally {
            changes.unlock();
        }
    }

    /**
     * Gives the guest another room, and with it another link.
     *
     * @throws IllegalArgumentException if the room is not free
     */
    void move(String number, String roomId) {
        changes.lock();
        try {
            Arrival arrival = arrival(number);
            List<Room> possible = freeRooms();
            possible.add(arrival.room()); // the form of the same move may come twice
            Room room = possible.stream()
                    .filter(candidate -> candidate.id().equals(roomId))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the room is not free"));
            Arrival moved = arrival.to(room);
            IssuedStay stay = call(
                    arrival,
                    () -> arrival.stay() == null
                            ? seam.stays().replace(request(moved))
                            // only the key that the front desk has seen: a newer one stays
                            : seam.stays()
                                    .replace(
                                            request(moved),
                                            arrival.stay().getAccessGrant().getAccessGrantId()));
            save(moved.with(stay));
        } finally {
            changes.unlock();
        }
    }

    /** @return false if there was no key */
    boolean cancel(String number) {
        changes.lock();
        try {
            Arrival arrival = arrival(number);
            boolean revoked = call(arrival, () -> seam.stays().cancel(accessGrantKey(arrival)));
            save(arrival.with(null));
            return revoked;
        } finally {
            changes.unlock();
        }
    }

    private <T> T call(Arrival arrival, Supplier<T> action) {
        try {
            return action.get();
        } catch (SeamException e) {
            save(arrival.inDoubt(e instanceof SeamReplacementException ? null : arrival.stay()));
            throw e;
        }
    }

    private void save(Arrival arrival) {
        arrivals.put(arrival.number(), arrival);
    }

    private StayRequest request(Arrival arrival) {
        List<String> doorIds = new ArrayList<>(doors.commonIds());
        doorIds.add(arrival.room().id());
        return StayRequest.builder()
                .accessGrantKey(accessGrantKey(arrival))
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("guest-of-" + arrival.number())
                        .fullName(arrival.guest())
                        .build())
                .acsEntranceIds(doorIds)
                .startsAt(startOf(arrival))
                .endsAt(endOf(arrival))
                .useCount(PHONES)
                .build();
    }

    /** Derived from the booking, and never random: this is what makes a second call safe. */
    private static String accessGrantKey(Arrival arrival) {
        return "hotel-" + arrival.number();
    }

    /** From midnight on, so that a key works as soon as it is issued, however early the guest comes. */
    private Instant startOf(Arrival arrival) {
        return arrival.from().atStartOfDay(zone).toInstant();
    }

    private Instant endOf(Arrival arrival) {
        return arrival.until().atTime(CHECK_OUT).atZone(zone).toInstant();
    }
}
