package co.seam.instantkeys.wiremock;

import org.junit.jupiter.api.Tag;

/** The same, with more keys. */
@Tag("slow")
class ConcurrencyIT extends ConcurrencyTest {
    @Override
    int keys() {
        return 10_000;
    }
}
