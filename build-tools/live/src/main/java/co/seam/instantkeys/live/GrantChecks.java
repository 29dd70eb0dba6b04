package co.seam.instantkeys.live;

import static co.seam.instantkeys.live.Workspace.ABSENT;
import static co.seam.instantkeys.live.Workspace.MOBILE_KEY;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a grant opens, and what becomes of its methods and links. */
final class GrantChecks {
    static final Section SECTION = new Section(
            "Grants, access methods and links",
            List.of(
                    Check.of("A grant without `starts_at` begins when it is created", GrantChecks::startIsTheCreation),
                    Check.of(
                            "`get_related` of a grant has all of its entrances and devices, including those of its"
                                    + " spaces",
                            GrantChecks::relatedHasAllEntrances),
                    Check.of(
                            "`requested_access_methods` of a grant has one item for each requested method and for each"
                                    + " added later",
                            GrantChecks::requestedMethodsHaveOneItemEach),
                    Check.of(
                            "The response to a create has the link, before the credential is issued",
                            GrantChecks::createReturnsTheLink),
                    Check.of(
                            "Only a grant with a single mobile key has `instant_key_url`; with several, each method has"
                                    + " its own",
                            GrantChecks::severalKeysHaveLinksOfTheirOwn),
                    Check.of(
                            "A mobile key needs an entrance whose `can_unlock_with_mobile_key` is not false; an absent"
                                    + " flag does not rule it out",
                            GrantChecks::flagDecidesWhetherThereIsAKey),
                    Check.of(
                            "If no entrance supports the method, the grant is created with the error"
                                    + " `cannot_create_requested_access_methods`",
                            GrantChecks::unsupportedMethodIsAnError),
                    Check.notTestable(
                            "`failed_to_issue` may clear later, since Seam keeps trying",
                            "no request makes an access system fail"),
                    Check.of(
                            "An instant key expires 48 hours after its creation and stays listed",
                            GrantChecks::keyExpiresAfter48Hours),
                    Check.of(
                            "A new link for the same guest is made by `generate_instant_key`; earlier links stay valid",
                            GrantChecks::earlierLinkStays),
                    Check.of(
                            "Deleting a grant or a method leaves the instant keys of the user identity in place",
                            GrantChecks::keysOutliveGrantAndMethod),
                    Check.of(
                            "Deleting an instant key deletes its client session; revoking a session keeps the key",
                            GrantChecks::keyAndSessionEndAsAssumed),
                    Check.of("An update accepts an end in the past", GrantChecks::updateAcceptsAPastEnd),
                    Check.of(
                            "When times change, methods are revoked and issued again; a valid link follows by itself",
                            GrantChecks::methodsAreReissued),
                    Check.of(
                            "`search` of a list of grants matches parts of the name, keys, ids, and the person's full"
                                    + " name, email address and phone number; which ids is not documented",
                            GrantChecks::searchMatchesAllParts),
                    Check.of(
                            "Access methods with `user_identity_missing_email_address` or"
                                    + " `user_identity_missing_phone_number` are not issued until the user identity has"
                                    + " one",
                            GrantChecks::undeliverableMethodWaits)));

    private GrantChecks() {}

    private static Verdict startIsTheCreation(Workspace workspace) {
        JsonObject grant = workspace.newGrant("starts_at", ABSENT);
        Duration difference = Duration.between(Json.time(grant, "created_at"), Json.time(grant, "starts_at"))
                .abs();
        return Verdict.holdsIf(
                difference.compareTo(Duration.ofSeconds(1)) < 0,
                "the times differ by " + difference.toMillis() + " ms");
    }

    private static Verdict relatedHasAllEntrances(Workspace workspace) {
        String other = Workspace.id(workspace.door());
        for (JsonObject space : workspace.server.post("/spaces/list", Map.of()).resources("spaces")) {
            String spaceId = Json.text(space, "space_id");
            List<String> inSpace =
                    workspace
                            .server
                            .post("/acs/entrances/list", Map.of("space_id", spaceId))
                            .resources("acs_entrances")
                            .stream()
                            .map(Workspace::id)
                            .toList();
            if (!inSpace.isEmpty() && !inSpace.contains(other)) {
                JsonObject grant = workspace.newGrant(
                        "acs_entrance_ids", List.of(other),
                        "space_ids", List.of(spaceId),
                        "reservation_key", workspace.reservationKeyFor(inSpace));
                List<String> related = Json.objects(related(workspace, grant, Map.of()), "acs_entrances").stream()
                        .map(Workspace::id)
                        .toList();
                List<String> missing = Stream.concat(Stream.of(other), inSpace.stream())
                        .filter(id -> !related.contains(id))
                        .toList();
                return Verdict.holdsIf(
                        missing.isEmpty(),
                        "of an entrance and " + inSpace.size() + " in a space, " + missing.size()
                                + " are missing; no device was tested");
            }
        }
        return Verdict.notTestable("the workspace has no space with entrances");
    }

    static JsonObject related(Workspace workspace, JsonObject grant, Map<String, ?> more) {
        Map<String, Object> request = Json.fields("access_grant_ids", List.of(Json.text(grant, "access_grant_id")));
        request.putAll(more);
        return workspace.server.post("/access_grants/get_related", request).resource("batch");
    }

    private static Verdict requestedMethodsHaveOneItemEach(Workspace workspace) {
        String id = Json.text(
                workspace.newGrant("requested_access_methods", List.of(MOBILE_KEY, MOBILE_KEY)), "access_grant_id");
        int before = requested(workspace, id);
        workspace
                .server
                .post(
                        "/access_grants/request_access_methods",
                        Map.of("access_grant_id", id, "requested_access_methods", List.of(MOBILE_KEY)))
                .requireOk();
        int after = requested(workspace, id);
        return Verdict.holdsIf(
                before == 2 && after == 3, before + " after two were requested, " + after + " after one was added");
    }

    private static int requested(Workspace workspace, String grantId) {
        return Json.objects(workspace.getGrant(grantId).resource("access_grant"), "requested_access_methods")
                .size();
    }

    private static Verdict createReturnsTheLink(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        boolean hasLink = Json.textOrNull(grant, "instant_key_url") != null;
        boolean isIssued = workspace.methodsOf(Json.text(grant, "access_grant_id")).stream()
                .anyMatch(method -> Boolean.TRUE.equals(Json.flag(method, "is_issued")));
        return Verdict.holdsIf(
                hasLink,
                "the response has " + (hasLink ? "the link" : "no link") + "; the next read shows the credential "
                        + (isIssued ? "already issued" : "not yet issued"));
    }

    private static Verdict severalKeysHaveLinksOfTheirOwn(Workspace workspace) {
        JsonObject one = workspace.newGrant();
        JsonObject two = workspace.newGrant("requested_access_methods", List.of(MOBILE_KEY, MOBILE_KEY));
        boolean oneHas = Json.textOrNull(one, "instant_key_url") != null;
        boolean twoHas = Json.textOrNull(two, "instant_key_url") != null;
        long links = workspace.methodsOf(Json.text(two, "access_grant_id")).stream()
                .map(method -> Json.textOrNull(method, "instant_key_url"))
                .filter(Objects::nonNull)
                .distinct()
                .count();
        return Verdict.holdsIf(
                oneHas && !twoHas && links == 2,
                "a grant with one key has " + (oneHas ? "a link" : "no link") + ", one with two has "
                        + (twoHas ? "a link" : "none") + ", and its methods have " + links);
    }

    private static Verdict flagDecidesWhetherThereIsAKey(Workspace workspace) {
        List<String> seen = new ArrayList<>();
        boolean holds = true;
        for (JsonObject door : workspace.doors(door -> !workspace.mobileDoors().contains(door))) {
            Boolean flag = Json.flag(door, "can_unlock_with_mobile_key");
            String kind = "with the flag " + (flag == null ? "absent" : "false");
            if (seen.stream().noneMatch(line -> line.startsWith(kind))) {
                boolean hasKey = !workspace
                        .methodsOf(Json.text(grantFor(workspace, door), "access_grant_id"))
                        .isEmpty();
                holds &= hasKey == (flag == null);
                seen.add(kind + ", there is " + (hasKey ? "a" : "no") + " key");
            }
        }
        return seen.isEmpty()
                ? Verdict.notTestable("each entrance of the workspace opens with a mobile key")
                : Verdict.holdsIf(holds, String.join("; ", seen));
    }

    private static JsonObject grantFor(Workspace workspace, JsonObject door) {
        String id = Workspace.id(door);
        return workspace.newGrant(
                "acs_entrance_ids", List.of(id), "reservation_key", workspace.reservationKeyFor(List.of(id)));
    }

    private static Verdict unsupportedMethodIsAnError(Workspace workspace) {
        JsonObject door =
                workspace
                        .doors(candidate -> Boolean.FALSE.equals(Json.flag(candidate, "can_unlock_with_mobile_key")))
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> new NotTestableException(
                                "the workspace has no entrance that is reported not to open with a mobile key"));
        String id = Json.text(grantFor(workspace, door), "access_grant_id");
        boolean hasError =
                workspace.await(() -> Json.objects(workspace.getGrant(id).resource("access_grant"), "errors").stream()
                        .anyMatch(error ->
                                "cannot_create_requested_access_methods".equals(Json.textOrNull(error, "error_code"))));
        return Verdict.holdsIf(hasError, "the grant was created and has " + (hasError ? "the error" : "no such error"));
    }

    private static Verdict keyExpiresAfter48Hours(Workspace workspace) {
        JsonObject key = generateKey(workspace);
        Duration lifetime = Duration.between(Json.time(key, "created_at"), Json.time(key, "expires_at"));
        return Verdict.holdsIf(
                lifetime.minusHours(48).abs().compareTo(Duration.ofMinutes(1)) < 0,
                "expires_at is " + lifetime + " after created_at; whether it stays listed then would take two days");
    }

    private static JsonObject generateKey(Workspace workspace) {
        return workspace
                .server
                .post("/user_identities/generate_instant_key", Map.of("user_identity_id", workspace.guest()))
                .resource("instant_key");
    }

    private static Verdict earlierLinkStays(Workspace workspace) {
        JsonObject first = generateKey(workspace);
        JsonObject second = generateKey(workspace);
        Reply again = workspace.server.post(
                "/instant_keys/get", Map.of("instant_key_url", Json.text(first, "instant_key_url")));
        boolean stays = again.isOk()
                && Json.time(again.resource("instant_key"), "expires_at").equals(Json.time(first, "expires_at"));
        boolean differs = !Json.text(first, "instant_key_url").equals(Json.text(second, "instant_key_url"));
        return Verdict.holdsIf(
                stays && differs,
                "the second link is " + (differs ? "another one" : "the same") + "; the first one "
                        + (stays ? "is still there, with the same expires_at" : "gets " + again.summary())
                        + "; no phone has tried it");
    }

    private static Verdict keysOutliveGrantAndMethod(Workspace workspace) {
        String guest = Json.text(workspace.newGuest(), "user_identity_id");
        String withMethod = Json.text(workspace.newGrant("user_identity_id", guest), "access_grant_id");
        String other = Json.text(workspace.newGrant("user_identity_id", guest), "access_grant_id");
        int before = workspace.keysOf(guest).size();
        String method = Json.text(workspace.firstMethodOf(withMethod), "access_method_id");
        workspace
                .server
                .post("/access_methods/delete", Map.of("access_method_id", method))
                .requireOk();
        workspace.deleteGrant(other);
        workspace.awaitGone(() -> workspace.server.post("/access_methods/get", Map.of("access_method_id", method)));
        workspace.awaitGone(() -> workspace.getGrant(other));
        int after = workspace.keysOf(guest).size();
        return Verdict.holdsIf(
                before == 2 && after == 2, before + " keys of two grants, " + after + " after the deletions");
    }

    private static Verdict keyAndSessionEndAsAssumed(Workspace workspace) {
        JsonObject deleted = generateKey(workspace);
        workspace
                .server
                .post("/instant_keys/delete", Map.of("instant_key_id", Json.text(deleted, "instant_key_id")))
                .requireOk();
        boolean sessionIsGone = workspace.awaitGone(() -> session(workspace, deleted));
        JsonObject kept = generateKey(workspace);
        workspace
                .server
                .post("/client_sessions/revoke", Map.of("client_session_id", Json.text(kept, "client_session_id")))
                .requireOk();
        Reply key =
                workspace.server.post("/instant_keys/get", Map.of("instant_key_id", Json.text(kept, "instant_key_id")));
        return Verdict.holdsIf(
                sessionIsGone && key.isOk(),
                "the session of a deleted key is " + (sessionIsGone ? "gone" : "still there")
                        + "; the key of a revoked session gets " + key.summary());
    }

    private static Reply session(Workspace workspace, JsonObject key) {
        return workspace.server.post(
                "/client_sessions/get", Map.of("client_session_id", Json.text(key, "client_session_id")));
    }

    private static Verdict updateAcceptsAPastEnd(Workspace workspace) {
        JsonObject grant = workspace.newGrant(
                "starts_at", workspace.now().minus(2, ChronoUnit.HOURS).toString());
        Reply update = workspace.server.post(
                "/access_grants/update",
                Map.of(
                        "access_grant_id", Json.text(grant, "access_grant_id"),
                        "ends_at", workspace.now().minus(1, ChronoUnit.HOURS).toString()));
        return Verdict.holdsIf(update.isOk(), update.summary());
    }

    private static Verdict methodsAreReissued(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        String id = Json.text(grant, "access_grant_id");
        String link = Json.text(workspace.firstMethodOf(id), "instant_key_url");
        if (!workspace.await(() -> workspace.isIssued(id))) {
            throw new NotTestableException("the method was not issued within a minute");
        }
        workspace
                .server
                .post(
                        "/access_grants/update",
                        Map.of(
                                "access_grant_id",
                                id,
                                "ends_at",
                                workspace.now().plus(3, ChronoUnit.DAYS).toString()))
                .requireOk();
        boolean isReissued = workspace.await(() -> workspace.eventsOf(grant).contains("access_method.reissued"));
        boolean isRevoked = workspace.eventsOf(grant).contains("access_method.revoked");
        boolean hasSameLink = link.equals(Json.textOrNull(workspace.firstMethodOf(id), "instant_key_url"));
        return Verdict.holdsIf(
                isRevoked && isReissued && hasSameLink,
                "access_method.revoked was " + (isRevoked ? "" : "not ") + "sent, .reissued was "
                        + (isReissued ? "" : "not ") + "sent, and the method has "
                        + (hasSameLink ? "the same link" : "another link or none"));
    }

    private static Verdict searchMatchesAllParts(Workspace workspace) {
        String email = workspace.email();
        String phone = workspace.phone();
        String fullName = workspace.name();
        JsonObject guest = workspace.newGuest("full_name", fullName, "email_address", email, "phone_number", phone);
        String name = workspace.name();
        JsonObject grant = workspace.newGrant("user_identity_id", Json.text(guest, "user_identity_id"), "name", name);
        String id = Json.text(grant, "access_grant_id");
        Map<String, String> searches = new LinkedHashMap<>();
        searches.put("name", withoutFirst(name));
        searches.put("access_grant_key", withoutFirst(Json.text(grant, "access_grant_key")));
        searches.put("access_grant_id", withoutFirst(id));
        searches.put("full_name", withoutFirst(fullName));
        searches.put("email_address", withoutFirst(email));
        searches.put("phone_number", withoutFirst(phone));
        workspace.await(() -> finds(workspace, withoutFirst(name), id)); // an index may lag behind
        List<String> unmatched = searches.entrySet().stream()
                .filter(search -> !finds(workspace, search.getValue(), id))
                .map(Map.Entry::getKey)
                .toList();
        boolean byPerson = finds(workspace, withoutFirst(Json.text(guest, "user_identity_id")), id);
        return Verdict.holdsIf(
                unmatched.isEmpty(),
                (unmatched.isEmpty() ? "matches each of them" : "does not match " + String.join(", ", unmatched))
                        + "; user_identity_id is " + (byPerson ? "matched" : "not matched"));
    }

    private static String withoutFirst(String text) {
        return text.substring(1);
    }

    private static boolean finds(Workspace workspace, String search, String grantId) {
        return workspace
                .server
                .post("/access_grants/list", Map.of("search", search))
                .resources("access_grants")
                .stream()
                .anyMatch(grant -> grantId.equals(Json.textOrNull(grant, "access_grant_id")));
    }

    private static Verdict undeliverableMethodWaits(Workspace workspace) {
        String guest = Json.text(workspace.newGuest(), "user_identity_id");
        String grant = Json.text(workspace.newGrant("user_identity_id", guest), "access_grant_id");
        JsonObject method = workspace.firstMethodOf(grant);
        List<String> missing = Json.objects(method, "warnings").stream()
                .map(warning -> Json.text(warning, "warning_code"))
                .filter(code -> code.startsWith("user_identity_missing_"))
                .map(code -> code.substring("user_identity_missing_".length()))
                .toList();
        if (missing.isEmpty()) {
            return Verdict.notTestable("a mobile key for a guest without address and number has no such warning");
        }
        boolean waits = Boolean.FALSE.equals(Json.flag(method, "is_issued"));
        workspace
                .server
                .post(
                        "/user_identities/update",
                        Json.fields(
                                "user_identity_id", guest,
                                "email_address", workspace.email(),
                                "phone_number", workspace.phone()))
                .requireOk();
        boolean isIssued = workspace.await(() -> workspace.isIssued(grant));
        return Verdict.holdsIf(
                waits && isIssued,
                "without " + String.join(" and ", missing) + " it is " + (waits ? "not issued" : "issued")
                        + "; with them it is " + (isIssued ? "issued" : "not issued within a minute"));
    }
}
