package co.seam.instantkeys.live;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The form of requests and responses. */
final class ResponseChecks {
    static final Section SECTION = new Section(
            "Responses",
            List.of(
                    Check.ofAllSeen(
                            "Error responses have the envelope `error.type`, `error.message`, `request_id`,"
                                    + " `validation_errors`",
                            ResponseChecks::errorsHaveTheEnvelope),
                    Check.notTestable(
                            "Fields, enum values, warnings and event types are added without notice; fields called"
                                    + " required may be absent",
                            "a run sees one version of the server"),
                    Check.of(
                            "A cursor is valid with the parameters of its first request only: otherwise 400,"
                                    + " `mismatched_page_parameters`",
                            ResponseChecks::cursorBelongsToItsRequest),
                    Check.of(
                            "`/webhooks/update` takes `PUT`, and the other operations on webhooks take `GET` and"
                                    + " `DELETE` as elsewhere",
                            ResponseChecks::webhooksTakeOtherMethods),
                    Check.of(
                            "In a query, a list repeats its name, and `null` or an empty list has no text behind the"
                                    + " equals sign",
                            ResponseChecks::queryHoldsLists),
                    Check.notTestable(
                            "A list without `pagination` is complete", "it is for older servers than that of today"),
                    Check.of(
                            "A revoked session stays readable; a second revocation succeeds",
                            ResponseChecks::revokedSessionStays),
                    Check.of(
                            "`access_methods/delete` by a `reservation_key` without grants is a 404",
                            ResponseChecks::unknownReservationIsNotFound),
                    Check.of(
                            "`get_related` without `include` returns everything; a kind that is both included and"
                                    + " excluded is excluded",
                            ResponseChecks::excludeTakesPrecedence)));

    private ResponseChecks() {}

    private static Verdict errorsHaveTheEnvelope(Workspace workspace) {
        List<Reply> errors = workspace.seen.errors();
        List<String> faults = new ArrayList<>();
        count(errors, "error.type", reply -> reply.type().isEmpty(), faults);
        count(errors, "error.message", reply -> Json.textOrNull(reply.error(), "message") == null, faults);
        count(
                errors,
                "request_id",
                reply -> reply.requestId() == null && Json.textOrNull(reply.error(), "request_id") == null,
                faults);
        count(
                errors,
                "validation_errors",
                reply -> reply.type().equals("invalid_input") && !reply.error().has("validation_errors"),
                faults);
        if (errors.isEmpty()) {
            throw new NotTestableException("there was no error response");
        }
        return Verdict.holdsIf(
                faults.isEmpty(),
                "of " + errors.size() + " error responses, "
                        + (faults.isEmpty() ? "all have them" : String.join(", ", faults)));
    }

    private static void count(List<Reply> errors, String what, Predicate<Reply> lacksIt, List<String> faults) {
        long number = errors.stream().filter(lacksIt).count();
        if (number > 0) {
            faults.add(number + " have no " + what);
        }
    }

    private static Verdict cursorBelongsToItsRequest(Workspace workspace) {
        workspace.guest();
        workspace.newGuest();
        Reply first = workspace.server.post("/user_identities/list", Map.of("limit", 1));
        JsonObject pagination = first.resource("pagination");
        String cursor = Json.text(pagination, "next_page_cursor");
        Reply same = workspace.server.post("/user_identities/list", Map.of("limit", 1, "page_cursor", cursor));
        Reply other = workspace.server.post("/user_identities/list", Map.of("limit", 2, "page_cursor", cursor));
        return Verdict.holdsIf(
                same.isOk() && other.status() == 400 && other.type().equals("mismatched_page_parameters"),
                "with the same limit: " + same.summary() + ", with another one: " + other.summary());
    }

    private static Verdict webhooksTakeOtherMethods(Workspace workspace) {
        String id = Json.text(
                WebhookChecks.create(workspace, WebhookChecks.url(workspace)).resource("webhook"), "webhook_id");
        Reply get = workspace.server.get("/webhooks/get", "webhook_id=" + id);
        Reply list = workspace.server.get("/webhooks/list", "");
        Reply put = workspace.server.put(
                "/webhooks/update", Map.of("webhook_id", id, "event_types", List.of("access_grant.created")));
        Reply delete = workspace.server.delete("/webhooks/delete", "webhook_id=" + id);
        return Verdict.holdsIf(
                get.isOk() && list.isOk() && put.isOk() && delete.isOk(),
                "GET: " + get.summary() + " and " + list.summary() + ", PUT: " + put.summary() + ", DELETE: "
                        + delete.summary());
    }

    private static Verdict queryHoldsLists(Workspace workspace) {
        String first = Json.text(workspace.newGrant(), "access_grant_id");
        String second = Json.text(workspace.newGrant(), "access_grant_id");
        String path = "/access_grants/list";
        Set<String> both = ids(workspace.server.get(path, "access_grant_ids=" + first + "&access_grant_ids=" + second));
        Set<String> none = ids(workspace.server.get(path, "access_grant_ids="));
        Set<String> byNull = ids(workspace.server.get(path, "access_grant_key="));
        Map<String, Object> isNull = Json.fields("access_grant_key", JsonNull.INSTANCE);
        Set<String> byNullPosted = ids(workspace.server.post(path, isNull));
        return Verdict.holdsIf(
                both.equals(Set.of(first, second)) && none.isEmpty() && byNull.equals(byNullPosted),
                "two repeated ids find " + both.size() + " grants, no id finds " + none.size() + ", and a null finds "
                        + (byNull.equals(byNullPosted) ? "the same" : "others") + " as in a body");
    }

    private static Set<String> ids(Reply grants) {
        return grants.resources("access_grants").stream()
                .map(grant -> Json.text(grant, "access_grant_id"))
                .collect(Collectors.toSet());
    }

    private static Verdict revokedSessionStays(Workspace workspace) {
        JsonObject key = workspace
                .server
                .post("/user_identities/generate_instant_key", Map.of("user_identity_id", workspace.guest()))
                .resource("instant_key");
        Map<String, Object> session = Json.fields("client_session_id", Json.text(key, "client_session_id"));
        workspace.server.post("/client_sessions/revoke", session).requireOk();
        Reply read = workspace.server.post("/client_sessions/get", session);
        Reply second = workspace.server.post("/client_sessions/revoke", session);
        return Verdict.holdsIf(
                read.isOk() && second.isOk(), "read: " + read.summary() + ", second revocation: " + second.summary());
    }

    private static Verdict unknownReservationIsNotFound(Workspace workspace) {
        Reply reply = workspace.server.post("/access_methods/delete", Map.of("reservation_key", workspace.name()));
        return Verdict.holdsIf(reply.status() == 404, reply.summary());
    }

    private static Verdict excludeTakesPrecedence(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        JsonObject all = GrantChecks.related(workspace, grant, Map.of());
        Set<String> kinds = Set.of("access_methods", "acs_entrances", "user_identities");
        JsonObject some =
                GrantChecks.related(workspace, grant, Map.of("include", kinds, "exclude", List.of("acs_entrances")));
        boolean hasAll =
                kinds.stream().noneMatch(kind -> Json.objects(all, kind).isEmpty());
        boolean isExcluded = Json.objects(some, "acs_entrances").isEmpty()
                && !Json.objects(some, "access_methods").isEmpty();
        return Verdict.holdsIf(
                hasAll && isExcluded,
                "without include, " + (hasAll ? "all kinds are there" : "a kind is missing")
                        + "; the kind that is both included and excluded is " + (isExcluded ? "not " : "") + "there");
    }
}
