package co.seam.instantkeys.hostile;

import co.seam.instantkeys.wiremock.SeamSandbox;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A sandbox, reached without faults: for one scene at a time. */
final class World implements AutoCloseable {
    final SeamSandbox sandbox;
    final SandboxClient client;

    World(Dice dice) {
        sandbox = SeamSandbox.builder().apiKey("seam_hostile" + dice.text(20)).start();
        client = new SandboxClient(sandbox.wireMock().port());
    }

    String createGuest(String userIdentityKey) throws IOException {
        return post("/user_identities/create", "{\"user_identity_key\":\"" + userIdentityKey + "\"}")
                .getAsJsonObject("user_identity")
                .get("user_identity_id")
                .getAsString();
    }

    /** Returns the link. */
    String generateKey(String userIdentityId) throws IOException {
        return post("/user_identities/generate_instant_key", "{\"user_identity_id\":\"" + userIdentityId + "\"}")
                .getAsJsonObject("instant_key")
                .get("instant_key_url")
                .getAsString();
    }

    JsonObject post(String path, String body) throws IOException {
        SandboxClient.Response response = client.post(path, "Bearer " + sandbox.apiKey(), body);
        String json = new String(response.body(), StandardCharsets.UTF_8);
        if (response.status() != 200) {
            throw new IllegalStateException("the sandbox sent " + json);
        }
        return JsonParser.parseString(json).getAsJsonObject();
    }

    @Override
    public void close() {
        client.close();
        sandbox.close();
    }
}
