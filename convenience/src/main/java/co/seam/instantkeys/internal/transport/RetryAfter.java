package co.seam.instantkeys.internal.transport;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Retry-After} header: seconds, or a date. */
public final class RetryAfter {
    private RetryAfter() {}

    /** The time to wait; null if there is no such header or it has neither form. A date in the past is zero. */
    public static @Nullable Duration of(Response response) {
        String header = response.header("Retry-After");
        if (header == null) {
            return null;
        }
        try {
            if (header.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Long.parseLong(header));
            }
            Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Date sent = response.headers().getDate("Date"); // by the clock that the other date is of
            Duration left = Duration.between(sent == null ? Instant.now() : sent.toInstant(), date);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** The time to wait in nanoseconds, at most a day. */
    static @Nullable Long nanos(Response response) {
        Duration time = of(response);
        if (time == null) {
            return null;
        }
        return time.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : time.toNanos();
    }
}
