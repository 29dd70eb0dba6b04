package co.seam.instantkeys;

import org.junit.jupiter.api.Tag;

/** The same, with more orders of the requests. */
@Tag("slow")
class StayRaceIT extends StayRaceTest {
    @Override
    int runs() {
        return 200;
    }
}
