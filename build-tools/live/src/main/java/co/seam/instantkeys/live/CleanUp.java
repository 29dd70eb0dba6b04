package co.seam.instantkeys.live;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Deletes what runs of this program have created: this run, or an earlier one that was killed. It finds that by its
 * names, and not from a list of its own: what a request created whose response was lost is on no list.
 */
final class CleanUp {
    /** Of 500 items or so. */
    private static final int MAX_PAGES = 20;

    private static final int MAX_ATTEMPTS = 3;

    private final Server server;
    private final Workspace workspace;
    private final Map<String, Integer> deleted = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    CleanUp(Server server, Workspace workspace) {
        this.server = server;
        this.workspace = workspace;
    }

    /** @return whether nothing is left */
    boolean run() {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            failures.clear();
            tryAll();
            if (failures.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void tryAll() {
        try {
            deleteAll("/webhooks", "webhook", all("/webhooks/list", "webhooks", this::isMarkedWebhook));
            Set<String> guests = ids("user_identity", markedGuests());
            deleteAll("/access_grants", "access_grant", markedGrants(guests));
            deleteAll("/user_identities", "user_identity", markedGuests());
            if (!workspace.await(
                    () -> markedGuests().isEmpty() && markedGrants(guests).isEmpty())) {
                failures.add("some of it is still there after a minute");
            }
            deleteAll(
                    "/instant_keys",
                    "instant_key",
                    all("/instant_keys/list", "instant_keys", key -> isOf(guests, key)));
        } catch (NotTestableException | RunEndedException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    /** Returns what was deleted, such as "2 webhook, 1 access_grant"; empty if there was nothing. */
    String deleted() {
        return deleted.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Returns why something is left; empty if nothing is. */
    String failures() {
        return String.join("; ", failures);
    }

    private List<JsonObject> markedGuests() {
        return all(
                "/user_identities/list",
                "user_identities",
                guest -> Mark.isIn(Json.textOrNull(guest, "user_identity_key"))
                        || Mark.isIn(Json.textOrNull(guest, "full_name")));
    }

    private List<JsonObject> markedGrants(Set<String> guests) {
        return all(
                "/access_grants/list",
                "access_grants",
                grant -> Mark.isIn(Json.textOrNull(grant, "access_grant_key")) || isOf(guests, grant));
    }

    private boolean isMarkedWebhook(JsonObject webhook) {
        return Mark.isIn(Json.textOrNull(webhook, "url"));
    }

    private static boolean isOf(Set<String> guests, JsonObject resource) {
        String guest = Json.textOrNull(resource, "user_identity_id");
        return guest != null && guests.contains(guest);
    }

    private static Set<String> ids(String kind, List<JsonObject> resources) {
        return resources.stream()
                .map(resource -> Json.text(resource, kind + "_id"))
                .collect(Collectors.toSet());
    }

    /** Reads all pages: a search of the server might overlook something. */
    private List<JsonObject> all(String path, String name, Predicate<JsonObject> filter) {
        List<JsonObject> found = new ArrayList<>();
        Map<String, Object> request = Json.fields();
        for (int page = 1; page <= MAX_PAGES; page++) {
            Reply reply = server.post(path, request).requireOk();
            reply.resources(name).stream().filter(filter).forEach(found::add);
            String cursor = reply.body().has("pagination")
                    ? Json.textOrNull(reply.resource("pagination"), "next_page_cursor")
                    : null;
            if (cursor == null) {
                return found;
            }
            request.put("page_cursor", cursor);
        }
        failures.add(path + " has more than " + MAX_PAGES + " pages");
        return found;
    }

    private void deleteAll(String path, String kind, List<JsonObject> resources) {
        for (String id : ids(kind, resources)) {
            Reply reply = server.post(path + "/delete", Map.of(kind + "_id", id));
            if (reply.isOk()) {
                deleted.merge(kind, 1, Integer::sum);
            } else if (reply.status() != 404) {
                failures.add(reply.toString());
            }
        }
    }
}
