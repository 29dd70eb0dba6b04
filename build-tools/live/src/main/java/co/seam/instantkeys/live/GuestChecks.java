package co.seam.instantkeys.live;

import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What happens on the guest's phone and at the door. */
final class GuestChecks {
    private static final String NEEDS_A_PHONE = "it needs a phone at a door";

    static final Section SECTION = new Section(
            "Guests and doors",
            List.of(
                    Check.notTestable("A link gives the phone all mobile keys of the person", NEEDS_A_PHONE),
                    Check.notTestable("Each unlocking counts as one use of the link", NEEDS_A_PHONE),
                    Check.notTestable(
                            "A link whose access method was deleted, or is being deleted, opens nothing",
                            NEEDS_A_PHONE),
                    Check.notTestable("A link whose client session was revoked opens nothing", NEEDS_A_PHONE),
                    Check.of(
                            "An unlocking with a mobile key is a `lock.unlocked` with `method` `mobile_key`,"
                                    + " `is_via_bluetooth`, `acs_entrance_id` and `acs_system_id`",
                            GuestChecks::unlockingIsAnEvent),
                    Check.notTestable(
                            "Colors of a profile are `#rgb` or `#rrggbb`",
                            "no public operation creates or reads a profile")));

    private static final int DAYS_BACK = 30;

    private GuestChecks() {}

    /** Reads what others have unlocked in this workspace. */
    private static Verdict unlockingIsAnEvent(Workspace workspace) {
        List<JsonObject> byMobileKey = workspace
                .server
                .post(
                        "/events/list",
                        Map.of(
                                "event_type",
                                "lock.unlocked",
                                "since",
                                workspace
                                        .now()
                                        .minus(DAYS_BACK, ChronoUnit.DAYS)
                                        .toString()))
                .resources("events")
                .stream()
                .filter(event -> "mobile_key".equals(Json.textOrNull(event, "method")))
                .toList();
        if (byMobileKey.isEmpty()) {
            return Verdict.notTestable("in the last " + DAYS_BACK
                    + " days, the workspace has no lock.unlocked with method mobile_key; to make one, unlock a door"
                    + " with a phone");
        }
        List<String> missing = List.of("is_via_bluetooth", "acs_entrance_id", "acs_system_id").stream()
                .filter(name -> byMobileKey.stream().anyMatch(event -> Json.textOrNull(event, name) == null))
                .toList();
        return Verdict.holdsIf(
                missing.isEmpty(),
                byMobileKey.size() + " event(s)"
                        + (missing.isEmpty() ? " with all of them" : ", some without " + String.join(", ", missing)));
    }
}
