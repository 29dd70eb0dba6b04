package co.seam.instantkeys.consumers;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamNotFoundException;
import co.seam.instantkeys.generated.model.InstantKey;
import com.google.gson.Gson;
import java.io.IOException;
import okhttp3.OkHttpClient;

/** Issues a key to a guest, keeps it as JSON, and looks for one that does not exist. */
public final class Program {
    private final Seam seam;
    private final Gson gson = new Gson();

    Program(Seam seam) {
        this.seam = seam;
    }

    public static void main(String[] args) throws IOException {
        try (StubServer server = new StubServer();
                Seam seam = Seam.builder()
                        .apiKey("seam_consumer")
                        .endpoint(server.endpoint())
                        .build()) {
            Program program = new Program(seam);
            InstantKey key = program.issue();
            if (!program.readBack(key).equals(key) || program.exists("unknown")) {
                throw new IllegalStateException("a key is read or found otherwise than it was issued");
            }
            System.out.println("issued " + key.getInstantKeyId() + " on " + okHttp());
        }
    }

    InstantKey issue() {
        return seam.userIdentities().generateInstantKey("guest-1");
    }

    InstantKey readBack(InstantKey key) {
        return gson.fromJson(gson.toJson(key), InstantKey.class);
    }

    boolean exists(String instantKeyId) {
        try {
            return seam.instantKeys().get(instantKeyId) != null;
        } catch (SeamNotFoundException e) {
            return false;
        }
    }

    /** Where it comes from: its version is a constant, which the compiler copies. */
    private static String okHttp() {
        String place = OkHttpClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return place.substring(place.lastIndexOf('/') + 1);
    }
}
