package co.seam.instantkeys.examples.hotel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.wiremock.KeyState;
import co.seam.instantkeys.wiremock.SeamSandbox;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the front desk knows after each call, and reads after a failure. */
class FrontDeskTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Seam seam = Seam.builder()
            .apiKey(sandbox.apiKey())
            .endpoint(sandbox.endpoint())
            .maxRetries(0)
            .build();
    private final FrontDesk frontDesk = new FrontDesk(seam, new Doors(seam), ZONE);
    private final String number = frontDesk.arrivals().get(0).number();

    @AfterEach
    void stop() {
        seam.close();
        sandbox.close();
    }

    @Test
    void arrivals_ofTheSandbox_haveRoomsAndNoKeys() {
        assertThat(frontDesk.arrivals())
                .extracting(arrival -> arrival.room().name())
                .containsExactly("Room 101", "Room 102", "Room 201");
        assertThat(frontDesk.arrivals()).extracting(Arrival::stay).containsOnlyNulls();
        assertThat(frontDesk.freeRooms()).extracting(Room::name).containsExactly("Room 202");
    }

    @Test
    void issue_arrival_opensTheRoomAndTheCommonDoors() {
        String link = frontDesk.issue(number).getInstantKeyUrl();

        assertThat(sandbox.guest(link).doors()).containsExactlyInAnyOrder("Main Entrance", "Car Park", "Room 101");
        assertThat(sandbox.guest(link).state()).isEqualTo(KeyState.READY);
    }

    @Test
    void issue_twice_findsTheKey() {
        IssuedStay first = frontDesk.issue(number);
        IssuedStay second = frontDesk.issue(number);

        assertThat(second.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
        assertThat(second.isNew()).isFalse();
        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("hotel-" + number, 1));
    }

    @Test
    void issue_outageAfterTheRequest_isInDoubtUntilItIsRepeated() {
        Seam hurried = seam.with(settings -> settings.totalTimeout(Duration.ofSeconds(3)));
        FrontDesk desk = new FrontDesk(hurried, new Doors(hurried), ZONE);
        sandbox.onNext("/access_grants/create").dropAfterProcessing();
        StubMapping outage = sandbox.wireMock()
                .stubFor(any(urlPathEqualTo("/access_grants/get"))
                        .willReturn(aResponse().withStatus(503)));

        assertThat(failure(() -> desk.issue(number)))
                .isEqualTo("Seam may have done it or not: its response is missing."
                        + " Press the same button again: it is safe.");
        assertThat(desk.arrival(number).inDoubt()).isTrue();

        sandbox.wireMock().removeStub(outage);
        desk.issue(number);
        assertThat(desk.arrival(number).inDoubt()).isFalse();
        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("hotel-" + number, 1));
    }

    @Test
    void issue_grantWithOtherTimes_isConflict() {
        frontDesk.issue(number);
        Instant now = Instant.now();
        seam.stays().changeTimes("hotel-" + number, now, now.plus(Duration.ofDays(9)));

        assertThat(failure(() -> frontDesk.issue(number)))
                .isEqualTo("This booking has another key already, which differs in: times."
                        + " Nothing was changed. Cancel it, then issue a new one.");
    }

    @Test
    void extend_twiceToTheSameDay_extendsOnceAndKeepsTheLink() {
        String link = frontDesk.issue(number).getInstantKeyUrl();
        LocalDate until = frontDesk.arrival(number).until().plusDays(1);

        frontDesk.extend(number, until);
        frontDesk.extend(number, until);

        assertThat(frontDesk.arrival(number).until()).isEqualTo(until);
        IssuedStay stay = seam.stays().get("hotel-" + number);
        assertThat(stay.getAccessGrant().getEndsAt())
                .isEqualTo(until.atTime(11, 0).atZone(ZONE).toInstant());
        assertThat(stay.getInstantKeyUrl()).isEqualTo(link);
        assertThat(sandbox.timesProcessed("/access_grants/update")).isEqualTo(1);
    }

    @Test
    void extend_withoutKey_changesNothing() {
        LocalDate until = frontDesk.arrival(number).until();

        assertThat(failure(() -> frontDesk.extend(number, until.plusDays(1))))
                .isEqualTo("Seam does not know this booking. Issue its key first.");
        assertThat(frontDesk.arrival(number).until()).isEqualTo(until);
    }

    @Test
    void move_twiceToTheSameRoom_withdrawsOnlyTheOldKey() {
        String oldLink = frontDesk.issue(number).getInstantKeyUrl();

        frontDesk.move(number, sandbox.acsEntranceId("Room 202"));
        frontDesk.move(number, sandbox.acsEntranceId("Room 202"));

        Arrival moved = frontDesk.arrival(number);
        assertThat(moved.room().name()).isEqualTo("Room 202");
        assertThat(sandbox.guest(oldLink).state()).isEqualTo(KeyState.REVOKED);
        assertThat(sandbox.guest(moved.stay().getInstantKeyUrl()).doors()).contains("Room 202");
        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("hotel-" + number, 2));
        assertThat(frontDesk.freeRooms()).extracting(Room::name).containsExactly("Room 101");
    }

    @Test
    void move_toTheRoomOfAnother_isRejected() {
        frontDesk.issue(number);

        assertThat(failure(() -> frontDesk.move(number, sandbox.acsEntranceId("Room 102"))))
                .isEqualTo("Nothing was changed: the room is not free.");
        assertThat(sandbox.timesReceived("/access_grants/delete")).isZero();
    }

    @Test
    void move_newKeyRejected_isFinishedByTheSameMove() {
        frontDesk.issue(number);
        sandbox.onNext("/access_grants/create").respond(403);

        assertThat(failure(() -> frontDesk.move(number, sandbox.acsEntranceId("Room 202"))))
                .isEqualTo("The old key is withdrawn, and the new one may not be issued yet."
                        + " Press the same button again: it is safe.");
        assertThat(frontDesk.arrival(number).stay()).isNull();

        frontDesk.move(number, sandbox.acsEntranceId("Room 202"));
        assertThat(frontDesk.arrival(number).stay()).isNotNull();
    }

    @Test
    void move_keyReplacedElsewhere_leavesTheNewerOne() {
        frontDesk.issue(number);
        FrontDesk colleague = new FrontDesk(seam, new Doors(seam), ZONE);
        colleague.issue(number);
        colleague.move(number, sandbox.acsEntranceId("Room 202"));
        colleague.extend(number, colleague.arrival(number).until().plusDays(1));

        assertThat(failure(() -> frontDesk.move(number, sandbox.acsEntranceId("Room 202"))))
                .startsWith("This booking has another key already, which differs in: times.");
        String newer = colleague.arrival(number).stay().getInstantKeyUrl();
        assertThat(sandbox.guest(newer).state()).isEqualTo(KeyState.READY);
    }

    @Test
    void move_twoGuestsAtOnceIntoOneFreeRoom_oneGetsIt() throws Exception {
        List<Arrival> arrivals = frontDesk.arrivals().subList(0, 2);
        String room = frontDesk.freeRooms().get(0).id();
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<Void>> moves = arrivals.stream()
                .map(arrival -> new FutureTask<Void>(() -> {
                    start.await();
                    frontDesk.move(arrival.number(), room);
                    return null;
                }))
                .toList();
        moves.forEach(move -> new Thread(move).start());

        start.countDown();

        int rejected = 0;
        for (FutureTask<Void> move : moves) {
            try {
                move.get();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
                rejected++;
            }
        }
        assertThat(rejected).isEqualTo(1);
        assertThat(frontDesk.arrivals())
                .filteredOn(arrival -> arrival.room().id().equals(room))
                .hasSize(1);
    }

    @Test
    void cancel_twice_withdrawsOnce() {
        String link = frontDesk.issue(number).getInstantKeyUrl();

        assertThat(frontDesk.cancel(number)).isTrue();
        assertThat(frontDesk.cancel(number)).isFalse();
        assertThat(sandbox.guest(link).state()).isEqualTo(KeyState.REVOKED);
        assertThat(frontDesk.arrival(number).stay()).isNull();
    }

    @Test
    void issue_wrongKey_isExplained() {
        sandbox.onNext("/access_grants/create").respond(401);

        assertThat(failure(() -> frontDesk.issue(number))).startsWith("Seam rejects the API key.");
    }

    private static String failure(ThrowingCallable verb) {
        return Failure.text(catchThrowableOfType(RuntimeException.class, verb));
    }
}
