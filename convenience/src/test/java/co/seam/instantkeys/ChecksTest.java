package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    private static final Instant START = Instant.parse("2026-07-13T15:00:00Z");

    @Test
    void anyCheck_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> Checks.notNull("door", null))
                .withMessage("door is null");
        assertThatNullPointerException()
                .isThrownBy(() -> Checks.notBlank("door", null))
                .withMessage("door is null");
        assertThatNullPointerException()
                .isThrownBy(() -> Checks.positive("timeout", null))
                .withMessage("timeout is null");
    }

    @Test
    void notBlank_text_returnsIt() {
        assertThat(Checks.notBlank("door", " 1 ")).isEqualTo(" 1 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.notBlank("door", " \t"))
                .withMessage("door is blank");
    }

    @Test
    void positive_upToAYear_returnsIt() {
        assertThat(Checks.positive("timeout", Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(1));
        assertThat(Checks.positive("timeout", Duration.ofDays(365))).isEqualTo(Duration.ofDays(365));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 'timeout must be positive, but is PT0S'",
        "PT-1S, 'timeout must be positive, but is PT-1S'",
        "PT8760H0.000000001S, timeout must not be longer than 365 days",
    })
    void positive_outOfRange_statesTheRange(Duration duration, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.positive("timeout", duration))
                .withMessage(message);
    }

    @Test
    void useCount_belowOne_isRejected() {
        assertThatCode(() -> Checks.useCount("uses", 1)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.useCount("uses", 0))
                .withMessage("uses must be at least 1, but is 0");
    }

    @Test
    void exactlyOne_noneOrTwo_statesWhich() {
        assertThatCode(() -> Checks.exactlyOne("a, b", null, 1)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.exactlyOne("a, b", null, null))
                .withMessage("none of a, b is set: set exactly one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.exactlyOne("a, b", 1, 2))
                .withMessage("more than one of a, b is set: set exactly one");
    }

    @Test
    void atLeastOne_none_isRejected() {
        assertThatCode(() -> Checks.atLeastOne("a, b", null, 1)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.atLeastOne("a, b", null, null))
                .withMessage("none of a, b is set: set at least one");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 3, 'n must be 2 to 3, but is 1'",
        "4, 2, 3, 'n must be 2 to 3, but is 4'",
        "3, 2, 2, 'n must be exactly 2, but is 3'",
        "1, 2, 2147483647, 'n must be at least 2, but is 1'",
        "4, 0, 3, 'n must be at most 3, but is 4'",
        "4, -2147483648, 3, 'n must be at most 3, but is 4'",
    })
    void range_outside_statesTheBounds(int value, int min, int max, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.range("n", value, min, max))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void range_atTheBounds_passes(int value) {
        assertThatCode(() -> Checks.range("n", value, 2, 3)).doesNotThrowAnyException();
        assertThatCode(() -> Checks.range("n", null, 2, 3)).doesNotThrowAnyException();
    }

    @Test
    void size_emptyList_countsAsNotSet() {
        assertThatCode(() -> Checks.size("ids", List.of(), 2, 3)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.size("ids", List.of(1), 2, 3))
                .withMessage("ids must hold 2 to 3, but holds 1");
    }

    @Test
    void lengths_surrogatePairs_countAsOne() {
        assertThatCode(() -> Checks.lengths("keys", List.of("\ud83d\ude00"), 1, 1))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.lengths("keys", List.of("a", "ab"), 1, 1))
                .withMessage("keys[1] must have a length of exactly 1, but has 2");
    }

    @Test
    void ascending_equalTimes_pass() {
        assertThatCode(() -> Checks.ascending("between", List.of(START, START, START.plusNanos(1))))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.ascending("between", List.of(START.plusSeconds(1), START)))
                .withMessage("between must be in order, but " + START + " comes after " + START.plusSeconds(1));
    }

    @Test
    void endAfterStart_equalTimes_areRejected() {
        assertThatCode(() -> Checks.endAfterStart(START, START.plusNanos(1))).doesNotThrowAnyException();
        assertThatCode(() -> Checks.endAfterStart(null, START)).doesNotThrowAnyException();
        assertThatCode(() -> Checks.endAfterStart(START, null)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.endAfterStart(START, START))
                .withMessage("endsAt (" + START + ") must be after startsAt (" + START + ")");
    }

    @Test
    void emptyToNull_list_isKeptUnlessEmpty() {
        assertThat(Checks.emptyToNull(List.of())).isNull();
        assertThat(Checks.emptyToNull(List.of(1))).containsExactly(1);
    }
}
