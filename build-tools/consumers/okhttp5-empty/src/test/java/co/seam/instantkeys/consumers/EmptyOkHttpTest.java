package co.seam.instantkeys.consumers;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.seam.instantkeys.Seam;
import org.junit.jupiter.api.Test;

class EmptyOkHttpTest {
    @Test
    void withApiKey_emptyOkHttp_statesTheRemedy() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> Seam.withApiKey("seam_consumer"));

        assertTrue(e.getMessage().contains("com.squareup.okhttp3:okhttp-jvm"), e.getMessage());
    }
}
