package co.seam.instantkeys.live;

import static co.seam.instantkeys.live.Workspace.CREATE_GRANT;
import static co.seam.instantkeys.live.Workspace.CREATE_GUEST;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Which requests were processed, and which may be sent again. */
final class ProcessingChecks {
    static final Section SECTION = new Section(
            "What was processed",
            List.of(
                    Check.of(
                            "A request with a 4xx response other than 408 changed nothing",
                            ProcessingChecks::rejectedRequestChangesNothing),
                    Check.ofAllSeen(
                            "A request with 429 was not processed",
                            ProcessingChecks::rateLimitedRequestWasNotProcessed),
                    Check.notTestable(
                            "A request with 408, 3xx or 5xx may have been processed: a proxy may have sent the"
                                    + " response",
                            "no request makes a server, or a proxy, respond so"),
                    Check.of(
                            "A read (get, list, get_related) changes nothing, although it is sent by POST",
                            ProcessingChecks::readChangesNothing),
                    Check.ofAllSeen(
                            "`Retry-After`, if sent, is in seconds or an HTTP date",
                            ProcessingChecks::retryAfterIsReadable),
                    Check.of("There is no idempotency header", ProcessingChecks::idempotencyKeyIsIgnored)));

    private ProcessingChecks() {}

    private static Verdict rejectedRequestChangesNothing(Workspace workspace) {
        Map<String, Object> guest = workspace.guestRequest();
        Map<String, Object> invalid = workspace.grantRequest(
                "user_identity", guest,
                "starts_at", workspace.now().minus(2, ChronoUnit.DAYS).toString(),
                "ends_at", workspace.now().minus(1, ChronoUnit.DAYS).toString());
        Reply notValid = workspace.server.post(CREATE_GRANT, invalid);
        Map<String, Object> taken = workspace.grantRequest(
                "user_identity", guest, "access_grant_key", Json.text(workspace.newGrant(), "access_grant_key"));
        Reply keyTaken = workspace.server.post(CREATE_GRANT, taken);
        if (notValid.isOk() || keyTaken.isOk()) {
            throw new NotTestableException(
                    "a grant in the past got " + notValid.summary() + ", one with a taken key " + keyTaken.summary());
        }
        Reply grantAfter = workspace.server.post(
                "/access_grants/get", Json.fields("access_grant_key", invalid.get("access_grant_key")));
        Reply guestAfter = workspace.server.post(
                "/user_identities/get", Json.fields("user_identity_key", guest.get("user_identity_key")));
        return Verdict.holdsIf(
                grantAfter.status() == 404 && guestAfter.status() == 404,
                "after grants for a new guest got " + notValid.summary() + " and " + keyTaken.summary()
                        + ", the grant is " + foundOrNot(grantAfter) + " and the guest is " + foundOrNot(guestAfter));
    }

    private static String foundOrNot(Reply lookup) {
        return lookup.isOk() ? "found" : "not found";
    }

    private static Verdict rateLimitedRequestWasNotProcessed(Workspace workspace) {
        int processed = workspace.seen.processedAfter429();
        int unprocessed = workspace.seen.unprocessedAfter429();
        return processed + unprocessed == 0
                ? Verdict.notTestable("no create got a 429, and the program provokes none")
                : Verdict.holdsIf(
                        processed == 0,
                        "of " + (processed + unprocessed) + " creates with 429, " + processed + " had been processed");
    }

    private static Verdict readChangesNothing(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        String id = Json.text(grant, "access_grant_id");
        workspace.await(() -> workspace.isIssued(id));
        JsonObject before = workspace.getGrant(id).resource("access_grant");
        workspace
                .server
                .post("/access_grants/list", Map.of("user_identity_id", workspace.guest()))
                .requireOk();
        workspace
                .server
                .post("/access_grants/get_related", Map.of("access_grant_ids", List.of(id)))
                .requireOk();
        JsonObject after = workspace.getGrant(id).resource("access_grant");
        JsonObject byGet = workspace
                .server
                .get("/access_grants/get", "access_grant_id=" + id)
                .resource("access_grant");
        List<String> changed = before.keySet().stream()
                .filter(name -> !before.get(name).equals(after.get(name))
                        || !before.get(name).equals(byGet.get(name)))
                .toList();
        return Verdict.holdsIf(
                changed.isEmpty(),
                "after get, list and get_related, and by GET, a grant is "
                        + (changed.isEmpty() ? "the same" : "different in " + String.join(", ", changed)));
    }

    private static Verdict retryAfterIsReadable(Workspace workspace) {
        List<String> sent = workspace.seen.errors().stream()
                .flatMap(reply -> Stream.ofNullable(reply.retryAfter()))
                .toList();
        return sent.isEmpty()
                ? Verdict.notTestable("no response had the header")
                : Verdict.holdsIf(
                        sent.stream().allMatch(ProcessingChecks::isReadable),
                        "sent with " + sent.size() + " response(s)");
    }

    private static boolean isReadable(String retryAfter) {
        try {
            return retryAfter.matches("[0-9]+")
                    || ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Verdict idempotencyKeyIsIgnored(Workspace workspace) {
        // without a key of the guest's: the second request would be rejected for that
        Map<String, Object> request = Json.fields("full_name", workspace.name());
        Map<String, String> header = Map.of("Idempotency-Key", workspace.name());
        List<String> ids = Stream.generate(() -> workspace.server.post(CREATE_GUEST, request, header))
                .limit(2)
                .map(reply -> Json.text(reply.resource("user_identity"), "user_identity_id"))
                .toList();
        boolean isIgnored = !Objects.equals(ids.get(0), ids.get(1));
        return Verdict.holdsIf(
                isIgnored, "two creates with one Idempotency-Key made " + (isIgnored ? "two guests" : "one guest"));
    }
}
