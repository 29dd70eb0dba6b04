package co.seam.instantkeys.live;

import static co.seam.instantkeys.live.Workspace.CREATE_GRANT;
import static co.seam.instantkeys.live.Workspace.CREATE_GUEST;

import com.google.gson.JsonObject;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which keys are unique, and in which form values come back. */
final class KeyChecks {
    static final Section SECTION = new Section(
            "Keys and uniqueness",
            List.of(
                    Check.of(
                            "`access_grant_key` is unique in the workspace, also between simultaneous requests",
                            KeyChecks::grantKeyIsUnique),
                    Check.of(
                            "A key that is taken is rejected with 409, or with a 400 that mentions it",
                            KeyChecks::takenGrantKeyIsRejected),
                    Check.of(
                            "`user_identity_key`, `email_address` and `phone_number` are each unique in the workspace",
                            KeyChecks::contactsAreUnique),
                    Check.of("One that is taken is rejected with 409 or 400", KeyChecks::takenContactIsRejected),
                    Check.of(
                            "A server may store an email address in other case, and a phone number in another form,"
                                    + " and then compares that form",
                            KeyChecks::contactsAreComparedAsStored),
                    Check.of(
                            "A server may trim and normalize a name (Unicode, spaces)",
                            KeyChecks::nameIsTheSameNormalized),
                    Check.of(
                            "A server may store times with less precision than they were sent, by less than a second",
                            KeyChecks::timesArePreciseToTheSecond),
                    Check.of(
                            "The ids and keys in a response repeat those of the request; a UUID may change its case",
                            KeyChecks::idsAreRepeated),
                    Check.of("A lookup by key may lag behind the write by up to 0.5 s", KeyChecks::lookupLagsLittle),
                    Check.of(
                            "After a merge, old ids and keys of a user identity lead to the remaining one",
                            KeyChecks::mergedIdsLeadOn)));

    private static final int AT_ONCE = 4;

    /** As in the client. */
    private static final Pattern MENTIONS_DUPLICATE = Pattern.compile("(?i)access_grant_key|duplicate|already");

    private static final Duration LAG = Duration.ofMillis(500);

    private KeyChecks() {}

    private static Verdict grantKeyIsUnique(Workspace workspace) {
        Map<String, Object> request = workspace.grantRequest();
        List<Reply> replies = new ArrayList<>(workspace.server.postAtOnce(AT_ONCE, CREATE_GRANT, request));
        replies.add(workspace.server.post(CREATE_GRANT, request));
        Set<String> created = replies.stream()
                .filter(Reply::isOk)
                .map(reply -> Json.text(reply.resource("access_grant"), "access_grant_id"))
                .collect(Collectors.toSet());
        if (created.isEmpty()) {
            throw new NotTestableException("no grant could be created: " + replies.get(0));
        }
        return Verdict.holdsIf(
                created.size() == 1,
                AT_ONCE + " simultaneous creates and a later one with the same key made " + created.size()
                        + " grant(s)");
    }

    private static Verdict takenGrantKeyIsRejected(Workspace workspace) {
        JsonObject grant = workspace.newGrant();
        Reply second = workspace.server.post(
                CREATE_GRANT, workspace.grantRequest("access_grant_key", Json.text(grant, "access_grant_key")));
        boolean mentionsIt =
                MENTIONS_DUPLICATE.matcher(second.body().toString()).find();
        return Verdict.holdsIf(
                second.status() == 409 || (second.status() == 400 && mentionsIt),
                second.summary() + (second.status() == 400 && !mentionsIt ? ", which does not mention it" : ""));
    }

    private static Verdict contactsAreUnique(Workspace workspace) {
        Map<String, Reply> replies = duplicates(workspace);
        return Verdict.holdsIf(replies.values().stream().noneMatch(Reply::isOk), summary(replies));
    }

    private static Verdict takenContactIsRejected(Workspace workspace) {
        Map<String, Reply> replies = duplicates(workspace);
        List<Reply> rejected =
                replies.values().stream().filter(reply -> !reply.isOk()).toList();
        return rejected.isEmpty()
                ? Verdict.notTestable("none is rejected")
                : Verdict.holdsIf(
                        rejected.stream().allMatch(reply -> Set.of(400, 409).contains(reply.status())),
                        summary(replies));
    }

    /** Creates two guests for each value that must be unique, and returns the second response for each. */
    private static Map<String, Reply> duplicates(Workspace workspace) {
        Map<String, Reply> seconds = new LinkedHashMap<>();
        Map<String, Object> contacts = workspace.contacts();
        workspace.newGuest(Json.namesAndValues(contacts));
        contacts.forEach((name, value) ->
                seconds.put(name, workspace.server.post(CREATE_GUEST, workspace.guestRequest(name, value))));
        return seconds;
    }

    private static String summary(Map<String, Reply> replies) {
        return replies.entrySet().stream()
                .map(reply -> reply.getKey() + ": " + reply.getValue().summary())
                .collect(Collectors.joining(", "));
    }

    private static Verdict contactsAreComparedAsStored(Workspace workspace) {
        String email = workspace.email();
        String mixedCase = email.toUpperCase(Locale.ROOT).replace("EXAMPLE.COM", "Example.com");
        String phone = workspace.phone();
        String spaced = phone.replaceFirst("^(\\+1)(...)(...)", "$1 ($2) $3-");
        JsonObject guest = workspace.newGuest("email_address", mixedCase);
        String stored = Json.text(guest, "email_address");
        boolean isOtherCase = !stored.equals(mixedCase);
        Reply lowerCase = workspace.server.post(CREATE_GUEST, workspace.guestRequest("email_address", email));
        Reply otherForm = workspace.server.post(CREATE_GUEST, workspace.guestRequest("phone_number", spaced));
        String storedPhone = otherForm.isOk() ? Json.text(otherForm.resource("user_identity"), "phone_number") : "";
        boolean isStoredAsE164 = storedPhone.equals(phone);
        Reply usualForm = workspace.server.post(CREATE_GUEST, workspace.guestRequest("phone_number", phone));
        return Verdict.holdsIf(
                stored.equalsIgnoreCase(mixedCase)
                        && !(isOtherCase && lowerCase.isOk())
                        && (!otherForm.isOk() || digits(storedPhone).equals(digits(spaced)))
                        && !(isStoredAsE164 && usualForm.isOk()),
                "an address is stored in " + (isOtherCase ? "other case" : "the case in which it was sent")
                        + ", and the same one in lower case gets " + lowerCase.summary()
                        + "; a number with spaces and brackets "
                        + (otherForm.isOk()
                                ? "is stored " + (isStoredAsE164 ? "without them" : "in another form")
                                        + ", and the same one without them gets " + usualForm.summary()
                                : "gets " + otherForm.summary()));
    }

    private static String digits(String phone) {
        return phone.replaceAll("[^0-9]", "");
    }

    private static Verdict nameIsTheSameNormalized(Workspace workspace) {
        String sent = " " + workspace.name() + "  Zoe\u0308 ";
        String stored = Json.text(workspace.newGuest("full_name", sent), "full_name");
        return Verdict.holdsIf(
                normalized(stored).equals(normalized(sent)),
                stored.equals(sent)
                        ? "stored as it was sent"
                        : "stored in another form, which is "
                                + (normalized(stored).equals(normalized(sent)) ? "the same" : "a different one")
                                + " once both are trimmed and normalized");
    }

    /** As the client compares names. */
    private static String normalized(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
    }

    private static Verdict timesArePreciseToTheSecond(Workspace workspace) {
        Instant start = workspace.now().plusNanos(987_654_321);
        Instant end = start.plus(2, ChronoUnit.DAYS);
        JsonObject grant = workspace.newGrant("starts_at", start.toString(), "ends_at", end.toString());
        Duration first = Duration.between(start, Json.time(grant, "starts_at")).abs();
        Duration second = Duration.between(end, Json.time(grant, "ends_at")).abs();
        Duration worst = first.compareTo(second) > 0 ? first : second;
        return Verdict.holdsIf(
                worst.compareTo(Duration.ofSeconds(1)) < 0,
                "times sent in nanoseconds come back " + (worst.isZero() ? "unchanged" : "changed by " + worst));
    }

    private static Verdict idsAreRepeated(Workspace workspace) {
        JsonObject guest = workspace.newGuest();
        String id = Json.text(guest, "user_identity_id");
        String key = Json.text(guest, "user_identity_key");
        JsonObject byId = workspace.getGuest(id).resource("user_identity");
        JsonObject byKey = workspace
                .server
                .post("/user_identities/get", Map.of("user_identity_key", key))
                .resource("user_identity");
        Reply upperCase = workspace.getGuest(id.toUpperCase(Locale.ROOT));
        String other = upperCase.isOk() ? Json.text(upperCase.resource("user_identity"), "user_identity_id") : id;
        boolean repeatsBoth = List.of(byId, byKey).stream()
                .allMatch(read -> Json.text(read, "user_identity_id").equalsIgnoreCase(id)
                        && Json.text(read, "user_identity_key").equals(key));
        return Verdict.holdsIf(
                repeatsBoth && other.equalsIgnoreCase(id),
                (repeatsBoth ? "repeated by id and by key" : "a response has another id or key")
                        + "; an id in upper case "
                        + (upperCase.isOk()
                                ? "comes back in " + (other.equals(id) ? "lower" : "upper") + " case"
                                : "gets " + upperCase.summary()));
    }

    private static Verdict lookupLagsLittle(Workspace workspace) {
        String guestKey = Json.text(workspace.newGuest(), "user_identity_key");
        Duration ofGuest = lag(workspace, "/user_identities/get", "user_identity_key", guestKey);
        String grantKey = Json.text(workspace.newGrant(), "access_grant_key");
        Duration ofGrant = lag(workspace, "/access_grants/get", "access_grant_key", grantKey);
        Duration longer = ofGuest.compareTo(ofGrant) > 0 ? ofGuest : ofGrant;
        return Verdict.holdsIf(
                longer.compareTo(LAG) <= 0, "found by a lookup " + longer.toMillis() + " ms after the create or later");
    }

    /** Returns when the first lookup that found it was sent. */
    private static Duration lag(Workspace workspace, String path, String name, String key) {
        return workspace.timeUntil(
                () -> workspace.server.post(path, Map.of(name, key)).isOk(), LAG.multipliedBy(20), LAG.dividedBy(5));
    }

    private static Verdict mergedIdsLeadOn(Workspace workspace) {
        String remaining = Json.text(workspace.newGuest(), "user_identity_id");
        JsonObject merged = workspace.newGuest();
        String id = Json.text(merged, "user_identity_id");
        workspace
                .server
                .post(
                        "/user_identities/merge",
                        Map.of("user_identity_id", remaining, "merged_user_identity_ids", List.of(id)))
                .requireOk();
        Reply byId = workspace.getGuest(id);
        Reply byKey = workspace.server.post(
                "/user_identities/get", Map.of("user_identity_key", Json.text(merged, "user_identity_key")));
        boolean leadOn = List.of(byId, byKey).stream()
                .allMatch(reply -> reply.isOk()
                        && Json.text(reply.resource("user_identity"), "user_identity_id")
                                .equals(remaining));
        return Verdict.holdsIf(
                leadOn,
                leadOn
                        ? "the old id and the old key lead to the remaining one"
                        : "by the old id: " + byId.summary() + ", by the old key: " + byKey.summary());
    }
}
