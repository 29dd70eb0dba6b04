package co.seam.instantkeys.examples.batch;

import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** A row of {@code arrival_booking}. */
record Booking(String accessGrantKey, String guest, String acsEntranceId, Instant startsAt, Instant endsAt) {
    static Booking of(ResultSet row, int rowNumber) throws SQLException {
        return new Booking(
                row.getString("access_grant_key"),
                row.getString("guest"),
                row.getString("acs_entrance_id"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant());
    }

    StayRequest toRequest() {
        return StayRequest.builder()
                .accessGrantKey(accessGrantKey)
                .newUser(NewUserIdentity.builder().fullName(guest).build())
                .acsEntranceIds(List.of(acsEntranceId))
                .startsAt(startsAt)
                .endsAt(endsAt)
                .build();
    }

    /** Omits the name of the guest, since Spring Batch logs items. */
    @Override
    public String toString() {
        return "Booking[" + accessGrantKey + "]";
    }
}
