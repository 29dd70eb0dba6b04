package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.InstantKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of the window: what the sandbox holds and what happened, with buttons for its clock. */
final class WindowPage {
    /** The page has no script: the browser reloads it after this time. */
    private static final int REFRESH_SECONDS = 5;

    /** Rows per table, so that the page of a long run stays small. */
    private static final int MAX_ROWS = 50;

    private static final String STYLE = Html.style("window.css");
    private static final String SHOW = "show";
    private static final String REFRESH = "refresh";
    private static final String OFF = "off";

    private final SeamSandbox sandbox;
    private final Workspace workspace;
    private final CallLog calls;

    WindowPage(SeamSandbox sandbox, Workspace workspace, CallLog calls) {
        this.sandbox = sandbox;
        this.workspace = workspace;
        this.calls = calls;
    }

    /** @param problem with the form that was sent; empty for none */
    WebResponse respond(Map<String, String> query, String problem) {
        boolean isPaused = OFF.equals(query.get(REFRESH)) || !problem.isEmpty();
        synchronized (workspace) {
            workspace.settle();
            Html page = new Html("Seam sandbox", STYLE, isPaused ? 0 : REFRESH_SECONDS);
            header(page, query, isPaused);
            page.begin("main");
            if (!problem.isEmpty()) {
                page.element("p", problem, "class", "problem", "role", "alert");
            }
            clock(page, isPaused);
            keys(page, query);
            grants(page);
            events(page);
            deliveries(page);
            calls(page);
            people(page);
            doors(page);
            return WebResponse.page(problem.isEmpty() ? 200 : 400, page)
                    // else the browser would not name the origin of the page's own forms
                    .with("Referrer-Policy", "same-origin");
        }
    }

    private void header(Html page, Map<String, String> query, boolean isPaused) {
        page.begin("header").element("h1", "Seam sandbox");
        page.element("p", workspace.propertyName() + " at " + sandbox.endpoint());
        page.begin("p");
        String shown = query.get(SHOW);
        page.element(
                "a",
                isPaused ? "Refresh every " + REFRESH_SECONDS + " seconds" : "Stop refreshing",
                "href",
                target(shown, isPaused ? null : OFF));
        page.end().end();
    }

    /** Returns the page to show after a form was sent. If the page was paused, it stays paused. */
    static String targetAfter(Map<String, String> form) {
        return target(null, OFF.equals(form.get(REFRESH)) ? OFF : null);
    }

    private static String target(@Nullable String shown, @Nullable String refresh) {
        List<String> parameters = new ArrayList<>();
        if (shown != null && shown.matches("[0-9a-f-]{36}")) {
            parameters.add(SHOW + "=" + shown);
        }
        if (refresh != null) {
            parameters.add(REFRESH + "=" + refresh);
        }
        return Window.PATH + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    private void clock(Html page, boolean isPaused) {
        Instant now = workspace.now().truncatedTo(ChronoUnit.SECONDS);
        page.begin("section", "class", "clock", "aria-labelledby", "clock").element("h2", "Clock", "id", "clock");
        page.element("p", now.toString(), "class", "now");
        page.begin("div", "class", "controls");
        advance(page, isPaused, "PT10M", "+ 10 minutes");
        advance(page, isPaused, "PT1H", "+ 1 hour");
        advance(page, isPaused, "P1D", "+ 1 day");
        form(page, isPaused, Window.CLOCK).begin("label").text("Set to (UTC) ");
        String local = now.toString().replace("Z", "");
        page.empty("input", "type", "datetime-local", "name", "to", "step", "1", "required", "", "value", local);
        page.end().element("button", "Set").end();
        form(page, isPaused, Window.CLOCK).element("button", "Undo all moves").end();
        form(page, isPaused, Window.RESET)
                .element("button", "Reset the sandbox", "class", "danger")
                .end();
        page.end().end();
    }

    private static void advance(Html page, boolean isPaused, String by, String label) {
        form(page, isPaused, Window.CLOCK)
                .empty("input", "type", "hidden", "name", "by", "value", by)
                .element("button", label)
                .end();
    }

    private static Html form(Html page, boolean isPaused, String action) {
        page.begin("form", "method", "post", "action", action);
        return isPaused ? page.empty("input", "type", "hidden", "name", REFRESH, "value", OFF) : page;
    }

    private void keys(Html page, Map<String, String> query) {
        begin(page, "Instant keys", workspace.instantKeys.size(), "Person", "State", "Uses", "Expires", "Link");
        for (InstantKey key : latest(workspace.instantKeys.values().stream())) {
            GuestView view = workspace.guestKeys.view(workspace.guestKeys.codeOf(key.getInstantKeyUrl()));
            page.begin("tr");
            cell(page, nameOf(key.getUserIdentityId()));
            state(page, view.state.name());
            cell(page, view.guest == null ? "" : view.guest.uses + " of " + view.guest.maxUses);
            cell(page, time(key.getExpiresAt()));
            page.begin("td");
            link(page, key, query);
            page.end().end();
        }
        end(page);
    }

    /** A link opens doors: it is shown only if somebody asks for it. */
    private static void link(Html page, InstantKey key, Map<String, String> query) {
        String refresh = query.get(REFRESH) == null ? null : OFF;
        if (key.getInstantKeyId().equals(query.get(SHOW))) {
            page.element("a", key.getInstantKeyUrl(), "href", key.getInstantKeyUrl(), "rel", "noreferrer");
            page.text(" ").element("a", "Hide", "href", target(null, refresh));
        } else {
            page.text("*** ").element("a", "Show link", "href", target(key.getInstantKeyId(), refresh));
        }
    }

    private void grants(Html page) {
        begin(page, "Access grants", workspace.accessGrants.size(), "Key", "Person", "Doors", "From", "To", "Methods");
        for (AccessGrantState grant : latest(workspace.accessGrants.values().stream())) {
            page.begin("tr");
            cell(page, orDash(grant.base.getAccessGrantKey()));
            cell(page, nameOf(grant.base.getUserIdentityId()));
            cell(
                    page,
                    workspace
                            .entrancesOf(grant)
                            .map(AcsEntrance::getDisplayName)
                            .collect(Collectors.joining(", ")));
            cell(page, time(grant.base.getStartsAt()));
            cell(page, grant.base.getEndsAt() == null ? "no end" : time(grant.base.getEndsAt()));
            cell(page, grant.methods.stream().map(WindowPage::method).collect(Collectors.joining(", ")));
            page.end();
        }
        end(page);
    }

    private static String method(AccessMethodState method) {
        AccessMethodMode mode = method.base.getMode();
        if (method.deletion != null) {
            return mode + " (being deleted)";
        }
        return mode + (method.isIssued ? " (issued)" : " (not issued)");
    }

    private void people(Html page) {
        begin(page, "User identities", workspace.userIdentities.size(), "Name", "Key", "Email", "Phone");
        for (UserIdentityState person : latest(workspace.userIdentities.values().stream())) {
            page.begin("tr");
            cell(page, person.base.getDisplayName());
            cell(page, orDash(person.base.getUserIdentityKey()));
            cell(page, orDash(person.base.getEmailAddress()));
            cell(page, orDash(person.base.getPhoneNumber()));
            page.end();
        }
        end(page);
    }

    private void doors(Html page) {
        begin(page, "Entrances", workspace.hotel.entrances.size(), "Name", "Mobile key", "Id");
        workspace.hotel.entrances.values().stream().limit(MAX_ROWS).forEach(door -> {
            page.begin("tr");
            cell(page, door.getDisplayName());
            Boolean canUnlock = door.getCanUnlockWithMobileKey();
            cell(page, canUnlock == null ? "not reported" : canUnlock ? "yes" : "no");
            page.begin("td").element("code", door.getAcsEntranceId()).end();
            page.end();
        });
        end(page);
    }

    private void events(Html page) {
        begin(page, "Events", workspace.events.entries().size(), "Time", "Type", "Person", "About");
        for (EventLog.Entry entry : latest(workspace.events.entries().stream())) {
            page.begin("tr");
            cell(page, time(entry.event.getOccurredAt()));
            cell(page, entry.event.getEventType().getValue());
            cell(page, nameOf(entry.userIdentityId));
            cell(page, about(entry.event));
            page.end();
        }
        end(page);
    }

    private String about(Event event) {
        String door = event.getAcsEntranceId();
        return Stream.of(
                        door == null ? null : workspace.acsEntrance(door).getDisplayName(),
                        event.getAccessGrantKey(),
                        event.getAccessGrantKeys().isEmpty() ? null : String.join(", ", event.getAccessGrantKeys()),
                        grantKey(event.getAccessGrantId()),
                        event.getAccessGrantId(),
                        event.getAccessMethodId(),
                        event.getClientSessionId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("-");
    }

    private @Nullable String grantKey(@Nullable String accessGrantId) {
        AccessGrantState grant = accessGrantId == null ? null : workspace.accessGrants.get(accessGrantId);
        return grant == null ? null : grant.base.getAccessGrantKey();
    }

    private void deliveries(Html page) {
        List<SandboxWebhook> webhooks = List.copyOf(workspace.webhooks().all());
        int attempts =
                webhooks.stream().mapToInt(webhook -> webhook.attempts().size()).sum();
        begin(page, "Webhook deliveries", attempts, "To", "Event", "Status", "Message");
        for (SandboxWebhook webhook : webhooks) {
            for (WebhookAttempt attempt : latest(webhook.attempts().stream())) {
                page.begin("tr");
                cell(page, webhook.isCollector ? "collected" : webhook.url());
                cell(page, attempt.event().getEventType().getValue());
                state(page, deliveryState(webhook, attempt));
                page.begin("td").element("code", attempt.messageId()).end();
                page.end();
            }
        }
        end(page);
    }

    private static String deliveryState(SandboxWebhook webhook, WebhookAttempt attempt) {
        if (webhook.isCollector) {
            return "collected";
        }
        return attempt.status() == null ? "no response" : String.valueOf(attempt.status());
    }

    private void calls(Html page) {
        List<CallLog.Call> latest = calls.latestFirst();
        begin(page, "Recent calls", latest.size(), "Time here", "Call", "Status", "Processed", "Request id");
        latest.stream().limit(MAX_ROWS).forEach(call -> {
            page.begin("tr");
            cell(page, time(call.at));
            cell(page, call.method + " " + call.path);
            state(page, call.status() == null ? "no response" : String.valueOf(call.status()));
            cell(page, call.isProcessed() ? "yes" : "no");
            page.begin("td").element("code", call.requestId).end();
            page.end();
        });
        end(page);
    }

    private static void begin(Html page, String title, int count, String... columns) {
        String id = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        page.begin("section", "aria-labelledby", id);
        page.begin("h2", "id", id)
                .text(title + " ")
                .element("span", String.valueOf(count))
                .end();
        if (count == 0) {
            page.element("p", "None yet.", "class", "none");
            return;
        }
        // whoever uses the keyboard must be able to scroll a table that is too wide
        page.begin("div", "class", "table", "tabindex", "0", "role", "region", "aria-labelledby", id);
        page.begin("table").begin("thead").begin("tr");
        for (String column : columns) {
            page.element("th", column, "scope", "col");
        }
        page.end().end().begin("tbody");
    }

    private static void end(Html page) {
        page.endThrough("section");
    }

    private static void cell(Html page, String text) {
        page.element("td", text);
    }

    private static void state(Html page, String text) {
        String shown = text.toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean isGood = shown.equals("ready") || shown.startsWith("2") || shown.equals("collected");
        page.begin("td")
                .element("span", shown, "class", isGood ? "good" : "other")
                .end();
    }

    /** Returns the last ones, latest first. */
    private static <T> List<T> latest(Stream<T> all) {
        List<T> list = all.collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(list);
        return list.subList(0, Math.min(MAX_ROWS, list.size()));
    }

    private String nameOf(String userIdentityId) {
        UserIdentityState person = workspace.userIdentities.get(userIdentityId);
        return person == null ? "(deleted)" : person.base.getDisplayName();
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
