package co.seam.instantkeys;

import org.junit.jupiter.api.Tag;

/** The same, with a thousand grants. */
@Tag("slow")
class IdempotentGrantCreationIT extends IdempotentGrantCreationTest {
    @Override
    int grants() {
        return 1_000;
    }
}
