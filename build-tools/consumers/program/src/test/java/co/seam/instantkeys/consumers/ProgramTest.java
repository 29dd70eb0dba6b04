package co.seam.instantkeys.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.InstantKey;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private StubServer server;
    private Seam seam;
    private Program program;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
        seam = Seam.builder()
                .apiKey("seam_consumer")
                .endpoint(server.endpoint())
                .build();
        program = new Program(seam);
    }

    @AfterEach
    void stop() throws IOException {
        seam.close();
        server.close();
    }

    @Test
    void issue_guest_returnsTheLink() {
        assertEquals("https://keys.example/1", program.issue().getInstantKeyUrl());
    }

    @Test
    void plainGson_model_readsWhatItWrote() {
        InstantKey key = program.issue();

        InstantKey read = program.readBack(key);

        assertEquals(key, read);
        assertEquals(key.getExpiresAt(), read.getExpiresAt());
    }

    @Test
    void exists_unknownKey_isFalse() {
        assertFalse(program.exists("unknown"));
    }
}
