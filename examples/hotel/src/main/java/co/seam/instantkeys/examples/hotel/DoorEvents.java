package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.WebhookEvent;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventType;
import co.seam.instantkeys.spring.SeamWebhookEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What happens at the doors: Seam reports it by webhook, and a part of the page, which reloads itself, shows it. */
@Controller
class DoorEvents {
    /** Path of the webhook, the only one that others may call: its signature authenticates a request. */
    static final String WEBHOOK = "/seam/events";

    private static final int MAX_SHOWN = 20;
    private static final Map<EventType, String> TEXTS = Map.of(
            EventType.LOCK_UNLOCKED, "unlocked",
            EventType.LOCK_LOCKED, "locked",
            EventType.LOCK_ACCESS_DENIED, "stayed locked");

    private final Doors doors;
    private final ZoneId zone;
    /** By id, since an event may arrive twice. In your application: a table. */
    private final Map<String, Event> events = new LinkedHashMap<>();

    DoorEvents(Doors doors, @Value("${hotel.time-zone}") ZoneId zone) {
        this.doors = doors;
        this.zone = zone;
    }

    @PostMapping(WEBHOOK)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void receive(@SeamWebhookEvent WebhookEvent message) {
        Event event = message.getEvent();
        if (event.getAcsEntranceId() != null && TEXTS.containsKey(event.getEventType())) {
            synchronized (events) {
                events.putIfAbsent(event.getEventId(), event);
                if (events.size() > MAX_SHOWN) {
                    events.remove(events.keySet().iterator().next());
                }
            }
        }
    }

    @GetMapping("/doors")
    String show(Model page) {
        List<Shown> shown = new ArrayList<>();
        synchronized (events) {
            events.values().forEach(event -> shown.add(shown(event)));
        }
        shown.sort(Comparator.comparing(Shown::at).reversed()); // events may arrive in another order
        page.addAttribute("events", shown);
        return "doors";
    }

    private Shown shown(Event event) {
        Instant at = event.getOccurredAt();
        return new Shown(
                doors.name(String.valueOf(event.getAcsEntranceId())), TEXTS.get(event.getEventType()), at.atZone(zone));
    }

    /** A line of the page. */
    record Shown(String door, String what, ZonedDateTime at) {}
}
