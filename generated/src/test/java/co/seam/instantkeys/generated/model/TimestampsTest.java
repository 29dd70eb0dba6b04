package co.seam.instantkeys.generated.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "2025-06-14T16:54:17Z, 2025-06-14T16:54:17Z",
        "2025-06-14T16:54:17.9Z, 2025-06-14T16:54:17.900Z",
        "2025-06-14T16:54:17.946559Z, 2025-06-14T16:54:17.946559Z",
        "2025-06-14T16:54:17.123456789Z, 2025-06-14T16:54:17.123456789Z",
        "2025-06-14T16:54:17+02:00, 2025-06-14T14:54:17Z",
        "2025-06-14T23:30:00.5-09:30, 2025-06-15T09:00:00.500Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "2025-06-14T16:54:17.Z, 2025-06-14T16:54:17Z",
        "2025-06-14T16:54Z, 2025-06-14T16:54:00Z",
        "2025-06-14t16:54:17z, 2025-06-14T16:54:17Z",
        "2025-06-14T16:54:17+18:00, 2025-06-13T22:54:17Z",
        "2025-06-14T16:54:17+02:00:30, 2025-06-14T14:53:47Z",
    })
    void parse_timestampWithOffset_isThatInstant(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-06-14",
                "2025-06-14T16:54:17",
                "2025-02-29T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-06-14T24:00:00Z",
                "2025-06-14T16:54:60Z",
                "2025-06-14T16:54:17.1234567890Z",
                "2025-06-14T16:54:17+19:00",
                "2025-06-14T16:54:17Zz",
                "2025-06-14 16:54:17Z",
                "20x5-06-14T16:54:17Z",
                "next Tuesday, at the usual time",
            })
    void parse_anythingElse_isNull(String text) {
        assertThat(Timestamps.parse(text)).isNull();
    }

    @Test
    void parse_randomInstants_agreesWithTheJdk() {
        Random random = new Random(20260713);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-17 * 60, 17 * 60) * 60);
            OffsetDateTime time = instant.atOffset(offset);
            if (time.getYear() < 1 || time.getYear() > 9999) {
                continue;
            }

            assertThat(Timestamps.parse(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)))
                    .as("%s", time)
                    .isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-07-13T15:00:00Z",
                "2026-07-13T15:04:05.120Z",
                "2026-07-13T15:04:05.000001Z",
                "1969-12-31T23:59:59Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z",
            })
    void format_anyInstant_isItsText(String text) {
        assertThat(Timestamps.format(Instant.parse(text))).isEqualTo(text);
    }

    @Test
    void format_randomInstants_agreesWithTheJdk() {
        Random random = new Random(20260713);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-63_000_000_000L, 254_000_000_000L));

            assertThat(Timestamps.format(instant)).isEqualTo(instant.toString());
        }
    }
}
