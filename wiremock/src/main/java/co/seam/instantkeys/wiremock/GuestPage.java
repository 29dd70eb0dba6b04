package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.wiremock.GuestView.Door;
import co.seam.instantkeys.wiremock.GuestView.Guest;
import co.seam.instantkeys.wiremock.GuestView.Stay;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The page behind a link: what the key opens, when and how often, with a button for each door. Whoever has the link may
 * see and use it, from wherever, as with a real one; it needs nothing else.
 */
final class GuestPage {
    static final String PREFIX = "/ik/";

    private static final String STYLE = Html.style("guest.css");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final String DOOR = "door";
    private static final String UNLOCKED = "unlocked";

    private final Workspace workspace;

    GuestPage(Workspace workspace) {
        this.workspace = workspace;
    }

    static boolean serves(String path) {
        return path.startsWith(PREFIX);
    }

    WebResponse respond(WebRequest request) {
        String code = request.path.substring(PREFIX.length());
        synchronized (workspace) {
            workspace.settle();
            if (request.isRead()) {
                return page(code, unlocked(code, request.query().get(UNLOCKED)), null);
            }
            if (!request.isPost()) {
                return WebResponse.methodNotAllowed("GET, POST");
            }
            return isCrossSite(request)
                    ? WebResponse.text(403, "The request comes from a page of another site.")
                    : tap(code, request.form().getOrDefault(DOOR, ""));
        }
    }

    /** Without a referrer, the origin of the page's own forms is {@code null}. */
    private static boolean isCrossSite(WebRequest request) {
        String origin = request.header("Origin");
        String site = request.header("Sec-Fetch-Site");
        return (origin != null && !origin.equals("null") && !origin.equals("http://" + request.header("Host")))
                || (site != null && !site.equals("same-origin"));
    }

    private WebResponse tap(String code, String acsEntranceId) {
        try {
            Event event = workspace.guestKeys.unlock(
                    code, nameOf(acsEntranceId), door -> door.acsEntranceId.equals(acsEntranceId));
            return WebResponse.redirect(PREFIX + code + "?" + UNLOCKED + "=" + event.getEventId());
        } catch (UnlockRejectedException e) {
            return page(code, null, rejection(code, nameOf(acsEntranceId), e.state()));
        }
    }

    /** The page shows the state of the link in any case. */
    private String rejection(String code, String door, KeyState reason) {
        KeyState shown = workspace.guestKeys.view(code).state;
        return door + " stays locked." + (reason == shown ? "" : " " + reason.message);
    }

    private String nameOf(String acsEntranceId) {
        return workspace.hotel.entrances.containsKey(acsEntranceId)
                ? workspace.acsEntrance(acsEntranceId).getDisplayName()
                : "The door";
    }

    /** Returns the name of the door that the event of this guest is about; null if there is none. */
    private @Nullable String unlocked(String code, @Nullable String eventId) {
        Guest guest = workspace.guestKeys.view(code).guest;
        if (guest == null || eventId == null) {
            return null;
        }
        String guestId = workspace.instantKey(guest.instantKeyId).getUserIdentityId();
        return workspace.events.entries().stream()
                .filter(entry -> entry.userIdentityId.equals(guestId))
                .map(entry -> entry.event)
                .filter(event -> event.getEventId().equals(eventId) && event.getAcsEntranceId() != null)
                .map(event -> nameOf(String.valueOf(event.getAcsEntranceId())))
                .findFirst()
                .orElse(null);
    }

    private WebResponse page(String code, @Nullable String unlocked, @Nullable String rejection) {
        GuestView view = workspace.guestKeys.view(code);
        Brand brand = new Brand(view.guest == null ? null : view.guest.customization);
        Html page = new Html(view.property + ": your key", brand.style() + STYLE, 0);
        header(page, view, brand);
        page.begin("main");
        page.element("h1", view.guest == null ? "Your key" : view.guest.name);
        if (unlocked != null) {
            page.element("p", unlocked + " is unlocked.", "class", "notice success", "role", "status");
        }
        if (rejection != null) {
            page.element("p", rejection, "class", "notice rejected", "role", "alert");
        }
        page.element(
                "p", view.state.message, "class", "state " + view.state.name().toLowerCase(Locale.ROOT));
        if (view.guest != null) {
            stays(page, code, view.guest);
        }
        page.end();
        footer(page, view);
        return WebResponse.page(status(view, rejection), page);
    }

    private static int status(GuestView view, @Nullable String rejection) {
        if (view.state == KeyState.UNKNOWN_LINK) {
            return 404;
        }
        return rejection == null ? 200 : 409;
    }

    private static void header(Html page, GuestView view, Brand brand) {
        page.begin("header");
        String logo = brand.logo();
        if (logo == null) {
            int end = view.property.isEmpty() ? 0 : view.property.offsetByCodePoints(0, 1);
            page.element("span", view.property.substring(0, end), "class", "mark", "aria-hidden", "true");
        } else {
            page.empty("img", "class", "mark", "src", logo, "alt", ""); // the name stands next to it
        }
        page.element("p", view.property, "class", "property").end();
    }

    private static void stays(Html page, String code, Guest guest) {
        for (Stay stay : guest.stays) {
            page.begin("section").begin("dl");
            row(page, "Valid from", time(stay.startsAt, stay.zone));
            row(page, "Valid until", stay.endsAt == null ? "No end" : time(stay.endsAt, stay.zone));
            if (stay.endsAt == null || guest.linkExpiresAt.isBefore(stay.endsAt)) {
                row(page, "Link ends", time(guest.linkExpiresAt, stay.zone));
            }
            row(page, "Uses left", guest.usesLeft() + " of " + guest.maxUses);
            page.end();
            page.begin("ul", "class", "doors");
            for (Door door : stay.doors) {
                page.begin("li");
                door(page, code, door);
                page.end();
            }
            page.end().end();
        }
    }

    /** A door has a button even if it cannot be unlocked now: the tap shows why, as on the phone. */
    private static void door(Html page, String code, Door door) {
        if (door.state == KeyState.DOOR_WITHOUT_MOBILE_KEY) {
            page.begin("p", "class", "closed");
            page.element("strong", door.name).text(" ").text(door.state.message).end();
            return;
        }
        page.begin("form", "method", "post", "action", PREFIX + code);
        page.empty("input", "type", "hidden", "name", DOOR, "value", door.acsEntranceId);
        page.begin("button", "type", "submit", "class", door.state == KeyState.READY ? "open" : "locked");
        page.element("span", "Unlock ", "class", "verb").element("span", door.name, "class", "door");
        page.end().end();
    }

    private static void row(Html page, String name, String value) {
        page.begin("div").element("dt", name).element("dd", value).end();
    }

    private void footer(Html page, GuestView view) {
        ZoneId zone = view.stays().stream().map(stay -> stay.zone).findFirst().orElse(ZoneId.of("UTC"));
        page.begin("footer");
        page.element("p", "It is " + time(workspace.now(), zone) + " (" + zone + ") in this sandbox. No door is real.");
        page.end();
    }

    private static String time(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }
}
