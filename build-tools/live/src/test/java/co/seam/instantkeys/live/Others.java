package co.seam.instantkeys.live;

import co.seam.instantkeys.wiremock.SeamSandbox;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody else does in a sandbox. */
final class Others {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern ID =
            Pattern.compile("\"(?:user_identity_id|access_grant_id|instant_key_id|webhook_id)\":\"([^\"]+)\"");

    private Others() {}

    /** Creates a guest with a grant whose key works at once, and a webhook. */
    static JsonObject createGrant(SeamSandbox sandbox) {
        post(sandbox, "/webhooks/create", Map.of("url", "https://example.invalid/jane"));
        return grant(sandbox, "Jane Doe", "jane");
    }

    /** Creates what a run leaves behind that is killed. */
    static void createLeftovers(SeamSandbox sandbox, Mark mark) {
        post(sandbox, "/webhooks/create", Map.of("url", "https://example.invalid/" + mark.name(1)));
        grant(sandbox, mark.name(2), mark.name(3));
    }

    private static JsonObject grant(SeamSandbox sandbox, String name, String key) {
        return post(
                        sandbox,
                        "/access_grants/create",
                        Map.of(
                                "user_identity", Map.of("full_name", name, "user_identity_key", key),
                                "access_grant_key", key,
                                "acs_entrance_ids", List.of(sandbox.acsEntranceId("Room 101")),
                                "requested_access_methods", List.of(Map.of("mode", "mobile_key"))))
                .getAsJsonObject("access_grant");
    }

    /** Returns the ids of all that somebody has created. */
    static Set<String> everything(SeamSandbox sandbox) {
        Set<String> ids = new HashSet<>();
        for (String list :
                List.of("/user_identities/list", "/access_grants/list", "/instant_keys/list", "/webhooks/list")) {
            ids.addAll(ID.matcher(post(sandbox, list, Map.of()).toString())
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet()));
        }
        return ids;
    }

    private static JsonObject post(SeamSandbox sandbox, String path, Map<String, ?> fields) {
        try {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
                            .header("Authorization", "Bearer " + sandbox.apiKey())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(new Gson().toJson(fields)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
            return JsonParser.parseString(response.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
