package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.wiremock.Caller.Response;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates what the request examples of the contract refer to, and translates the examples to the ids of the sandbox.
 */
final class ExampleWorld {
    private final SeamSandbox sandbox;
    private final Caller caller;
    private final Map<String, String> actualIds = new LinkedHashMap<>();

    ExampleWorld(SeamSandbox sandbox) {
        this.sandbox = sandbox;
        this.caller = new Caller(sandbox);
    }

    /** Resets the sandbox, and creates what the operation needs, but nothing that conflicts with it. */
    void prepare(String path) {
        sandbox.reset();
        actualIds.clear();
        hotel();
        if (path.equals("/user_identities/create")) {
            return;
        }
        userIdentities();
        if (path.equals("/access_grants/create")) {
            return;
        }
        grants();
        keys();
    }

    /** Returns the request with the ids of this sandbox, and with a year in which its stays are in the future. */
    JsonObject translate(JsonObject request) {
        String text = request.toString().replace("\"2026-", "\"2126-");
        for (Map.Entry<String, String> name : actualIds.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private void hotel() {
        actualIds.put("6e21d9f7-b04c-4835-a9de-17c5f8b3026d", sandbox.acsSystemId());
        actualIds.put("0f97b3c5-48da-4e26-91b8-a5d2e6c7f830", sandbox.acsEntranceId("Room 201"));
        actualIds.put("b83d5e7a-16f0-4c94-8d2b-ec70f49a1536", sandbox.acsEntranceId("Main Entrance"));
        actualIds.put("87f5c2ea-0d93-4b1e-a6f8-4e2d9b70c135", sandbox.spaceId("Second Floor"));
    }

    private void userIdentities() {
        userIdentity(
                "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6",
                "'user_identity_key': 'guest-48213', 'full_name': 'Amara Okafor'");
        userIdentity("d8c2405f-144f-493c-9d33-a0aa3db6afe9", "'user_identity_key': 'walk-in-7731'");
        userIdentity("94daca92-3c3a-4e04-907b-e73580ea08d3", "'user_identity_key': 'walk-in-7740'");
    }

    private void userIdentity(String id, String fields) {
        actualIds.put(id, post("/user_identities/create", "{" + fields + "}").text("user_identity.user_identity_id"));
    }

    private void grants() {
        grant(
                "a6d83f19-5e72-4b0c-8f4d-3c91e7b02da5",
                "d59e04c8-2f7b-4163-9ac0-b7e8f1326d4a",
                "'access_grant_key': 'booking-70155-room-204', 'reservation_key': 'booking-70155',"
                        + " 'ends_at': '2126-07-14T09:00:00Z', 'starts_at': '2126-07-10T13:00:00Z'",
                "mobile_key");
        grant("f12b7c40-9d8e-4a63-b5c7-68e0d3f9a174", "4c8a6f25-e1d3-47b9-8056-f92c7d0be31e", "'name': 'PIN'", "code");
        grant("c4a17e90-2f6b-4d38-b5e1-80d93f7a6c2e", "", "'access_grant_key': 'contract-0093'", "card");
    }

    private void grant(String id, String methodId, String fields, String mode) {
        String guest = actualIds.get("9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6");
        String grant = ("'user_identity_id': '" + guest + "', " + fields).replace('\'', '"');
        Response response = caller.createGrantWith(grant, mode);
        actualIds.put(id, response.text("access_grant.access_grant_id"));
        if (!methodId.isEmpty()) {
            actualIds.put(methodId, response.text("access_grant.access_method_ids.0"));
        }
    }

    private void keys() {
        Response ofGrant = post("/instant_keys/list", "{}");
        actualIds.put("2ad1c6e0-7f95-4c2b-8e64-91b03fd7a58c", ofGrant.text("instant_keys.0.instant_key_id"));
        actualIds.put("e86f30b7-4a1d-49c5-a7f2-06d8c95be143", ofGrant.text("instant_keys.0.client_session_id"));
        actualIds.put("https://ik.seam.co/H7QK2M", ofGrant.text("instant_keys.0.instant_key_url"));
        String guest = actualIds.get("9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6");
        Response generated = post("/user_identities/generate_instant_key", "{'user_identity_id': '" + guest + "'}");
        actualIds.put("71c5e9d2-0b3f-4f8a-96e7-d42a8c1f6b05", generated.text("instant_key.instant_key_id"));
        actualIds.put("38b2f7a6-c9e4-4601-bd53-e17f0a4d92c8", generated.text("instant_key.client_session_id"));
        Response webhook = post("/webhooks/create", "{'url': 'https://bookings.example/seam/events'}");
        actualIds.put("3d7c0a95-6e14-4f82-b1d9-0a58e2c76f43", webhook.text("webhook.webhook_id"));
        Response events =
                post("/events/list", "{'since': '2000-01-01T00:00:00Z', 'event_type': 'access_method.issued'}");
        actualIds.put("9fa45ff9-58a2-4dc7-bb1c-e1431f35b40e", events.text("events.0.event_id"));
    }

    private Response post(String path, String json) {
        return caller.post(path, json.replace('\'', '"'));
    }
}
