package co.seam.instantkeys;

import org.junit.jupiter.api.Tag;

/** The same, with more sequences. */
@Tag("slow")
class StayModelIT extends StayModelTest {
    @Override
    int sequences() {
        return 150;
    }
}
