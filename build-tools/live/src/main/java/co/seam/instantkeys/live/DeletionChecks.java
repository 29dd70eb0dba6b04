package co.seam.instantkeys.live;

import static co.seam.instantkeys.live.Workspace.CREATE_GRANT;
import static co.seam.instantkeys.live.Workspace.CREATE_GUEST;

import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is being deleted, and for how long. */
final class DeletionChecks {
    static final Section SECTION = new Section(
            "Deletion",
            List.of(
                    Check.of(
                            "A deletion may take time; meanwhile the grant and its methods have the warning"
                                    + " `being_deleted`",
                            DeletionChecks::warningIsShown),
                    Check.of(
                            "What is being deleted can be read and listed, by id and by key",
                            DeletionChecks::dyingGrantIsReadable),
                    Check.of(
                            "Its `access_grant_key` stays in use until the deletion is over, and so do the key, email"
                                    + " address and phone number of a user identity",
                            DeletionChecks::keysStayInUse),
                    Check.of(
                            "It keeps the doors and times of its reservation until then",
                            DeletionChecks::reservationStays),
                    Check.of(
                            "A second delete succeeds and changes nothing; once the deletion is over, it is a 404",
                            DeletionChecks::secondDeleteSucceeds),
                    Check.of(
                            "A change to what is being deleted is rejected with 409", DeletionChecks::changeIsRejected),
                    Check.of(
                            "Methods that are being deleted are not issued any more",
                            DeletionChecks::dyingMethodIsNotIssued),
                    Check.of(
                            "A delete of a user identity also deletes its grants, methods, keys and sessions, all at"
                                    + " the end of the deletion",
                            DeletionChecks::guestTakesAllAlong),
                    Check.of(
                            "Events `access_grant.deleted` and `access_method.deleted` are sent at the end of the"
                                    + " deletion",
                            DeletionChecks::eventsComeAtTheEnd)));

    private static final String AT_ONCE = "the deletion was over before it could be seen";

    private DeletionChecks() {}

    private static Verdict warningIsShown(Workspace workspace) {
        String id = Json.text(workspace.newGrant(), "access_grant_id");
        workspace.deleteGrant(id);
        Reply grant = workspace.getGrant(id);
        if (grant.status() == 404) {
            return Verdict.notTestable(AT_ONCE);
        }
        List<JsonObject> methods = workspace.methodsOf(id);
        boolean grantHasIt = isBeingDeleted(grant.resource("access_grant"));
        boolean methodsHaveIt = methods.stream().allMatch(DeletionChecks::isBeingDeleted);
        return Verdict.holdsIf(
                grantHasIt && methodsHaveIt,
                "the grant has " + (grantHasIt ? "the warning" : "no such warning") + ", and its methods "
                        + (methodsHaveIt ? "have it" : "lack it"));
    }

    private static boolean isBeingDeleted(JsonObject resource) {
        return Json.objects(resource, "warnings").stream()
                .anyMatch(warning -> "being_deleted".equals(Json.textOrNull(warning, "warning_code")));
    }

    private static Verdict dyingGrantIsReadable(Workspace workspace) {
        String guest = Json.text(workspace.newGuest(), "user_identity_id");
        JsonObject grant = workspace.newGrant("user_identity_id", guest);
        String id = Json.text(grant, "access_grant_id");
        workspace.deleteAndSee(id);
        Reply byKey = workspace.server.post(
                "/access_grants/get", Map.of("access_grant_key", Json.text(grant, "access_grant_key")));
        Reply list = workspace.whileDeleted(
                () -> workspace.getGrant(id),
                () -> workspace.server.post("/access_grants/list", Map.of("user_identity_id", guest)));
        boolean isListed = list.resources("access_grants").stream()
                .anyMatch(listed -> id.equals(Json.textOrNull(listed, "access_grant_id")));
        return Verdict.holdsIf(
                byKey.isOk() && isListed,
                "read by id; by key: " + byKey.summary() + "; " + (isListed ? "listed" : "not listed"));
    }

    private static Verdict keysStayInUse(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        String grantId = Json.text(grant, "access_grant_id");
        Map<String, Object> sameGrant =
                workspace.grantRequest("access_grant_key", Json.text(grant, "access_grant_key"));
        Map<String, Object> contacts = workspace.contacts();
        String guestId = Json.text(workspace.newGuest(Json.namesAndValues(contacts)), "user_identity_id");
        workspace.deleteGrant(grantId);
        boolean grantIsSlow = workspace.getGrant(grantId).isOk();
        Reply grantMeanwhile = grantIsSlow
                ? workspace.whileDeleted(
                        () -> workspace.getGrant(grantId), () -> workspace.server.post(CREATE_GRANT, sameGrant))
                : workspace.getGrant(grantId);
        workspace
                .server
                .post("/user_identities/delete", Map.of("user_identity_id", guestId))
                .requireOk();
        boolean guestIsSlow = workspace.getGuest(guestId).isOk();
        Map<String, Reply> meanwhile = new LinkedHashMap<>();
        if (guestIsSlow) {
            contacts.forEach((name, value) -> meanwhile.put(
                    name,
                    workspace.whileDeleted(
                            () -> workspace.getGuest(guestId),
                            () -> workspace.server.post(CREATE_GUEST, workspace.guestRequest(name, value)))));
        }
        if (!workspace.awaitGone(() -> workspace.getGrant(grantId))
                || !workspace.awaitGone(() -> workspace.getGuest(guestId))) {
            throw new NotTestableException("a deletion took more than a minute");
        }
        Reply grantAfter = workspace.server.post(CREATE_GRANT, sameGrant);
        Reply guestAfter = workspace.server.post(CREATE_GUEST, workspace.guestRequest(Json.namesAndValues(contacts)));
        Set<String> notInUse = meanwhile.entrySet().stream()
                .filter(reply -> reply.getValue().isOk())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        boolean holds = !grantMeanwhile.isOk() && notInUse.isEmpty() && grantAfter.isOk() && guestAfter.isOk();
        return Verdict.holdsIf(
                holds,
                (grantIsSlow
                                ? "meanwhile, access_grant_key: " + grantMeanwhile.summary()
                                : "the grant was gone at once")
                        + "; "
                        + (guestIsSlow
                                ? "meanwhile, "
                                        + meanwhile.entrySet().stream()
                                                .map(reply -> reply.getKey() + ": "
                                                        + reply.getValue().summary())
                                                .collect(Collectors.joining(", "))
                                : "the guest was gone at once")
                        + "; afterwards, the same key of a grant: " + grantAfter.summary()
                        + ", the same key, address and number of a guest: " + guestAfter.summary());
    }

    private static Verdict reservationStays(Workspace workspace) {
        List<String> doors = workspace.reservationDoors(2);
        String reservation = workspace.name();
        String id = Json.text(
                workspace.newGrant("reservation_key", reservation, "acs_entrance_ids", doors.subList(0, 1)),
                "access_grant_id");
        workspace.deleteAndSee(id);
        Map<String, Object> request =
                workspace.grantRequest("reservation_key", reservation, "acs_entrance_ids", doors.subList(1, 2));
        Reply otherDoor = workspace.whileDeleted(
                () -> workspace.getGrant(id), () -> workspace.server.post(CREATE_GRANT, request));
        return Verdict.holdsIf(!otherDoor.isOk(), "meanwhile, a grant for another door: " + otherDoor.summary());
    }

    private static Verdict secondDeleteSucceeds(Workspace workspace) {
        String id = Json.text(workspace.newGrant(), "access_grant_id");
        Map<String, Object> request = Json.fields("access_grant_id", id);
        workspace.server.post("/access_grants/delete", request).requireOk();
        Reply second = workspace.server.post("/access_grants/delete", request);
        boolean isSlow = workspace.getGrant(id).isOk(); // read last: the deletion was not over before the second one
        boolean isGone = workspace.awaitGone(() -> workspace.getGrant(id));
        Reply afterwards = workspace.server.post("/access_grants/delete", request);
        return Verdict.holdsIf(
                (!isSlow || second.isOk()) && isGone && afterwards.status() == 404,
                (isSlow ? "meanwhile: " + second.summary() : AT_ONCE) + "; afterwards: " + afterwards.summary());
    }

    private static Verdict changeIsRejected(Workspace workspace) {
        String id = Json.text(workspace.newGrant(), "access_grant_id");
        workspace.deleteAndSee(id);
        Map<String, Object> change = Json.fields(
                "access_grant_id",
                id,
                "ends_at",
                workspace.now().plus(5, ChronoUnit.DAYS).toString());
        Reply update = workspace.whileDeleted(
                () -> workspace.getGrant(id), () -> workspace.server.post("/access_grants/update", change));
        return Verdict.holdsIf(update.status() == 409, update.summary());
    }

    private static Verdict dyingMethodIsNotIssued(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        String id = Json.text(grant, "access_grant_id");
        workspace.deleteAndSee(id);
        if (workspace.isIssued(id)) {
            throw new NotTestableException("the method was issued before it could be deleted");
        }
        workspace.awaitGone(() -> workspace.getGrant(id));
        List<String> events = workspace.eventsOf(grant);
        boolean wasIssued = events.contains("access_method.issued");
        return Verdict.holdsIf(!wasIssued, "access_method.issued was " + (wasIssued ? "" : "not ") + "sent");
    }

    private static Verdict guestTakesAllAlong(Workspace workspace) {
        String guest = Json.text(workspace.newGuest(), "user_identity_id");
        String grant = Json.text(workspace.newGrant("user_identity_id", guest), "access_grant_id");
        String method = Json.text(workspace.firstMethodOf(grant), "access_method_id");
        JsonObject key = workspace.keysOf(guest).stream()
                .findFirst()
                .orElseThrow(() -> new NotTestableException("the guest has no key"));
        Map<String, Map<String, Object>> reads = new LinkedHashMap<>();
        reads.put("/access_grants/get", Json.fields("access_grant_id", grant));
        reads.put("/access_methods/get", Json.fields("access_method_id", method));
        reads.put("/instant_keys/get", Json.fields("instant_key_id", Json.text(key, "instant_key_id")));
        reads.put("/client_sessions/get", Json.fields("client_session_id", Json.text(key, "client_session_id")));
        workspace
                .server
                .post("/user_identities/delete", Map.of("user_identity_id", guest))
                .requireOk();
        List<String> goneBefore = gone(workspace, reads);
        boolean isSlow = workspace.getGuest(guest).isOk(); // read last, as above
        if (!workspace.awaitGone(() -> workspace.getGuest(guest))) {
            throw new NotTestableException("the deletion took more than a minute");
        }
        workspace.await(() -> gone(workspace, reads).size() == reads.size());
        List<String> goneAfter = gone(workspace, reads);
        return Verdict.holdsIf(
                goneAfter.size() == reads.size() && (!isSlow || goneBefore.isEmpty()),
                (isSlow ? "meanwhile, " + names(goneBefore) + " gone" : AT_ONCE) + "; afterwards, " + names(goneAfter)
                        + " gone");
    }

    private static List<String> gone(Workspace workspace, Map<String, Map<String, Object>> reads) {
        return reads.entrySet().stream()
                .filter(read ->
                        workspace.server.post(read.getKey(), read.getValue()).status() == 404)
                .map(read -> read.getKey().substring(1).replace("/get", ""))
                .toList();
    }

    private static String names(List<String> resources) {
        return resources.isEmpty() ? "nothing is" : String.join(", ", resources) + " are";
    }

    private static Verdict eventsComeAtTheEnd(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        String id = Json.text(grant, "access_grant_id");
        workspace.deleteGrant(id);
        List<String> before = deletions(workspace, grant);
        boolean isSlow = workspace.getGrant(id).isOk();
        workspace.awaitGone(() -> workspace.getGrant(id));
        workspace.await(() -> deletions(workspace, grant).size() == 2);
        List<String> after = deletions(workspace, grant);
        return Verdict.holdsIf(
                after.size() == 2 && (!isSlow || before.isEmpty()),
                (isSlow ? "meanwhile, " + before.size() + " of the two events" : AT_ONCE) + "; afterwards, "
                        + after.size());
    }

    private static List<String> deletions(Workspace workspace, JsonObject grant) {
        return workspace.eventsOf(grant).stream()
                .filter(Set.of("access_grant.deleted", "access_method.deleted")::contains)
                .distinct()
                .toList();
    }
}
