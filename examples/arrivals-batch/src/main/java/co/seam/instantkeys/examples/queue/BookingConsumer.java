package co.seam.instantkeys.examples.queue;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamConflictException;
import co.seam.instantkeys.SeamInvalidInputException;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Issues the stay of each booking in a queue, and sends its link to another queue, in one transaction of the broker. If
 * that is rolled back, the booking is delivered again, and its stay is found by its key.
 */
class BookingConsumer {
    private final Seam seam;

    BookingConsumer(Seam seam) {
        this.seam = seam;
    }

    @JmsListener(destination = "bookings", concurrency = "4")
    @SendTo("links")
    Map<String, String> issue(Map<String, String> booking) {
        String key = booking.get("key");
        try {
            IssuedStay stay = seam.stays()
                    .issue(StayRequest.builder()
                            .accessGrantKey(key)
                            .newUser(NewUserIdentity.builder()
                                    .fullName(booking.get("guest"))
                                    .build())
                            .acsEntranceIds(List.of(booking.get("acsEntranceId")))
                            .startsAt(Instant.parse(booking.get("from")))
                            .endsAt(Instant.parse(booking.get("until")))
                            .build());
            return Map.of("key", key, "link", stay.getInstantKeyUrl());
        } catch (SeamConflictException | SeamInvalidInputException e) {
            return Map.of("key", key, "rejected", e.getMessage()); // another delivery would end the same way
        }
    }
}
