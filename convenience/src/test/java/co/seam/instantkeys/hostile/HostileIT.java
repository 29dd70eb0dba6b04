package co.seam.instantkeys.hostile;

import org.junit.jupiter.api.Tag;

/** The same, with more calls. */
@Tag("slow")
class HostileIT extends HostileTest {
    @Override
    int calls() {
        return 1_000;
    }
}
