package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EchoTest {
    private static final String UUID = "0f0e0d0c-0000-4000-8000-00000000000a";

    @Test
    void matches_uuidInAnotherCase_isTheSame() {
        assertThat(Echo.matches(UUID, UUID.toUpperCase())).isTrue();
        assertThat(Echo.matches("booking-A", "booking-a")).isFalse();
    }

    @Test
    void matches_oneIsAbsent_isTheSame() {
        assertThat(Echo.matches(null, "a")).isTrue();
        assertThat(Echo.matches("a", null)).isTrue();
    }

    @Test
    void matches_merged_isTheSame() {
        assertThat(Echo.matches("a", "b", List.of("c", "a"))).isTrue();
        assertThat(Echo.matches("a", "a", List.of())).isTrue();
        assertThat(Echo.matches("a", "b", List.of("c"))).isFalse();
    }
}
