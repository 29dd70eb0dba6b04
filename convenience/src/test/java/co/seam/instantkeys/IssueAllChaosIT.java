package co.seam.instantkeys;

import org.junit.jupiter.api.Tag;

/** The same, with more stays. */
@Tag("slow")
class IssueAllChaosIT extends IssueAllChaosTest {
    @Override
    int stays() {
        return 2_000;
    }
}
