package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.spring.SeamConnectionDetails;
import java.net.URI;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The API that the hotel calls. The page shows it, because the front desk must know whether doors are real. */
@Component
class Api {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String endpoint;

    Api(SeamConnectionDetails connection) {
        endpoint = String.valueOf(connection.getEndpoint());
    }

    boolean isSandbox() {
        return THIS_MACHINE.contains(String.valueOf(URI.create(endpoint).getHost()));
    }

    String note() {
        return isSandbox()
                ? "Sandbox at " + endpoint + ": no door is real. Set SEAM_API_KEY to call the real API."
                : "The real API, " + endpoint + ": keys open real doors.";
    }
}
