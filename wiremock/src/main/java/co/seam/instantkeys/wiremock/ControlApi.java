package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ErrorResponse;
import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The controls of {@link SeamSandbox} as JSON over HTTP, for tests in other languages. Requests and errors look like
 * those of the API itself.
 */
final class ControlApi {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Set<String> SECRETS =
            Set.of("instant_key_url", "client_session_token", "token", "code", "secret");

    private final SeamSandbox sandbox;
    private final Workspace workspace;
    private final Routes routes;
    private final CallLog calls;
    private final Map<String, Function<Map<String, String>, JsonElement>> reads;
    private final Map<String, Function<Input, JsonElement>> writes;

    ControlApi(SeamSandbox sandbox, Workspace workspace, Routes routes, CallLog calls) {
        this.sandbox = sandbox;
        this.workspace = workspace;
        this.routes = routes;
        this.calls = calls;
        reads = new TreeMap<>(Map.of(
                "", query -> index(),
                "/calls", query -> calls(),
                "/clock", query -> clock(),
                "/counts", query -> counts(),
                "/state", this::state,
                "/webhooks", query -> webhooks()));
        writes = new TreeMap<>(Map.ofEntries(
                Map.entry("/clock/advance", control(this::advanceClock, "by")),
                Map.entry("/clock/reset", control(this::resetClock)),
                Map.entry("/clock/set", control(this::setClock, "to")),
                Map.entry(
                        "/customization_profiles/create",
                        control(this::createProfile, "logo_url", "primary_color", "secondary_color")),
                Map.entry(
                        "/faults/plan",
                        control(this::planFault, "path", "fault", "calls", "status", "retry_after", "time")),
                Map.entry("/guest/get", control(this::guest, "instant_key_url")),
                Map.entry("/guest/unlock", control(this::unlock, "instant_key_url", "door")),
                Map.entry("/reset", control(this::reset)),
                Map.entry(
                        "/settings/update",
                        control(
                                this::updateSettings,
                                "issue_after",
                                "delete_after",
                                "normalize_contacts",
                                "deliver_by_email",
                                "deliver_by_phone")),
                Map.entry("/webhooks/await", control(this::awaitWebhooks, "time")),
                Map.entry("/webhooks/collect", control(this::collectWebhook)),
                Map.entry("/webhooks/deliver_to", control(this::deliverWebhook, "url")),
                Map.entry("/webhooks/faults/plan", control(this::planDelivery, "fault", "messages", "time")),
                Map.entry("/webhooks/hold", control(this::holdWebhooks)),
                Map.entry("/webhooks/release", control(this::releaseWebhooks, "in_reverse")),
                Map.entry(
                        "/webhooks/settings/update", control(this::updateWebhookSettings, "retry_after", "timeout"))));
    }

    /**
     * Rejects unknown fields, which the API itself ignores: with a misspelled one, a test would wait for something that
     * it never requested.
     *
     * @param fields names of all fields that the control takes
     */
    private static Function<Input, JsonElement> control(Function<Input, JsonElement> action, String... fields) {
        return input -> {
            input.requireOnly(fields);
            return action.apply(input);
        };
    }

    /** @param path below {@code /__sandbox/api} */
    WebResponse respond(WebRequest request, String path) {
        try {
            return WebResponse.json(200, request.isRead() ? read(request, path) : write(request, path));
        } catch (ApiError error) {
            return error(error);
        } catch (UnlockRejectedException e) {
            return error(new ApiError(409, code(e.state()), String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) { // as a Java test would get it
            return error(new ApiError(400, "invalid_input", String.valueOf(e.getMessage())));
        }
    }

    private JsonElement read(WebRequest request, String path) {
        Function<Map<String, String>, JsonElement> read = reads.get(path);
        if (read == null) {
            throw writes.containsKey(path)
                    ? new ApiError(405, "method_not_allowed", "Use POST.")
                    : new ApiError(404, "not_found", "The sandbox has no control " + path + ".");
        }
        return read.apply(request.query());
    }

    private JsonElement write(WebRequest request, String path) {
        Function<Input, JsonElement> write = writes.get(path);
        if (write == null) {
            throw reads.containsKey(path)
                    ? new ApiError(405, "method_not_allowed", "Use GET.")
                    : new ApiError(404, "not_found", "The sandbox has no control " + path + ".");
        }
        if (!request.isPost()) {
            throw new ApiError(405, "method_not_allowed", "Use POST.");
        }
        if (!request.hasMediaType("application/json")) {
            throw new ApiError(415, "invalid_content_type", "Send the body as application/json.");
        }
        return write.apply(Input.parse(request.path, request.path, request.body));
    }

    static WebResponse error(ApiError error) {
        return WebResponse.json(
                error.status,
                tree(ErrorResponse.builder().error(error.detail).ok(false).build()));
    }

    private static JsonElement tree(Object model) {
        @SuppressWarnings("unchecked") // the codec of the model's own class
        TypeAdapter<Object> codec = (TypeAdapter<Object>) SeamTypeAdapterFactory.adapter(model.getClass());
        return Objects.requireNonNull(codec, "no codec").toJsonTree(model);
    }

    private static JsonArray array(Stream<? extends JsonElement> elements) {
        JsonArray array = new JsonArray();
        elements.forEach(array::add);
        return array;
    }

    private static JsonArray models(Stream<?> models) {
        return array(models.map(ControlApi::tree));
    }

    private static JsonArray strings(Collection<String> strings) {
        return array(strings.stream().map(JsonPrimitive::new));
    }

    private static JsonObject ok() {
        JsonObject ok = new JsonObject();
        ok.addProperty("ok", true);
        return ok;
    }

    private static String code(KeyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private JsonElement index() {
        JsonObject index = new JsonObject();
        index.add("get", strings(reads.keySet()));
        index.add("post", strings(writes.keySet()));
        return index;
    }

    private JsonElement clock() {
        JsonObject clock = new JsonObject();
        clock.addProperty("now", sandbox.clock().instant().toString());
        return clock;
    }

    private JsonElement advanceClock(Input input) {
        Duration by = input.required("by").duration();
        input.check();
        sandbox.clock().advance(Objects.requireNonNull(by));
        return clock();
    }

    private JsonElement setClock(Input input) {
        Instant to = input.required("to").instant();
        input.check();
        sandbox.clock().setTo(Objects.requireNonNull(to));
        return clock();
    }

    private JsonElement resetClock(Input input) {
        input.check();
        sandbox.clock().reset();
        return clock();
    }

    private JsonElement reset(Input input) {
        input.check();
        sandbox.reset();
        return ok();
    }

    private JsonElement updateSettings(Input input) {
        Duration issueAfter = input.optional("issue_after").duration();
        Duration deleteAfter = input.optional("delete_after").duration();
        Boolean normalizes = input.optional("normalize_contacts").bool();
        Boolean byEmail = input.optional("deliver_by_email").bool();
        Boolean byPhone = input.optional("deliver_by_phone").bool();
        input.check();
        ifPresent(issueAfter, sandbox::issueAfter);
        ifPresent(deleteAfter, sandbox::deleteAfter);
        ifPresent(normalizes, sandbox::normalizeContacts);
        ifPresent(byEmail, sandbox::deliverByEmail);
        ifPresent(byPhone, sandbox::deliverByPhone);
        return ok();
    }

    private static <T> void ifPresent(@Nullable T value, Consumer<T> action) {
        if (value != null) {
            action.accept(value);
        }
    }

    private JsonElement planFault(Input input) {
        String path = input.required("path").nonEmpty();
        String fault = input.required("fault")
                .oneOf(List.of(
                        "respond",
                        "respond_html",
                        "delay",
                        "drop_before_processing",
                        "drop_after_processing",
                        "truncate_body"));
        Integer count = input.optional("calls").count();
        Integer status = input.optional("status").wholeNumber(200);
        Duration retryAfter = input.optional("retry_after").duration();
        Duration time = input.optional("time").duration();
        if ("delay".equals(fault)) {
            input.required("time");
        } else if ("respond".equals(fault) || "respond_html".equals(fault)) {
            input.required("status");
        }
        input.check();
        NextCalls next = sandbox.onNext(count == null ? 1 : count, String.valueOf(path));
        plan(next, String.valueOf(fault), status == null ? 0 : status, retryAfter, time);
        return ok();
    }

    private static void plan(
            NextCalls next, String fault, int status, @Nullable Duration retryAfter, @Nullable Duration time) {
        switch (fault) {
            case "respond":
                if (retryAfter == null) {
                    next.respond(status);
                } else {
                    next.respond(status, retryAfter);
                }
                break;
            case "respond_html":
                next.respondHtml(status);
                break;
            case "delay":
                next.delay(Objects.requireNonNull(time));
                break;
            case "drop_before_processing":
                next.dropBeforeProcessing();
                break;
            case "drop_after_processing":
                next.dropAfterProcessing();
                break;
            default:
                next.truncateBody();
        }
    }

    private SandboxGuest guestOf(Input input) {
        String url = input.required("instant_key_url").nonEmpty();
        input.check();
        return sandbox.guest(String.valueOf(url));
    }

    private JsonElement guest(Input input) {
        GuestView view = guestOf(input).view();
        JsonObject guest = new JsonObject();
        guest.addProperty("state", code(view.state));
        guest.addProperty("property", view.property);
        if (view.guest != null) {
            guest.addProperty("instant_key_id", view.guest.instantKeyId);
            guest.addProperty("guest", view.guest.name);
            guest.addProperty("uses_left", view.guest.usesLeft());
            guest.addProperty("max_use_count", view.guest.maxUses);
            guest.addProperty("link_expires_at", view.guest.linkExpiresAt.toString());
        }
        guest.add("stays", array(view.stays().stream().map(ControlApi::stay)));
        return guest;
    }

    private static JsonObject stay(GuestView.Stay stay) {
        JsonObject json = new JsonObject();
        json.addProperty("state", code(stay.state));
        json.addProperty("starts_at", stay.startsAt.toString());
        json.addProperty("ends_at", stay.endsAt == null ? null : stay.endsAt.toString());
        json.addProperty("time_zone", stay.zone.getId());
        json.add("doors", array(stay.doors.stream().map(door -> {
            JsonObject shown = new JsonObject();
            shown.addProperty("acs_entrance_id", door.acsEntranceId);
            shown.addProperty("display_name", door.name);
            shown.addProperty("state", code(door.state));
            return shown;
        })));
        return json;
    }

    private JsonElement unlock(Input input) {
        String door = input.required("door").nonEmpty();
        SandboxGuest guest = guestOf(input);
        JsonObject unlocked = new JsonObject();
        unlocked.add("event", tree(guest.unlock(String.valueOf(door))));
        unlocked.addProperty("uses_left", guest.usesLeft());
        return unlocked;
    }

    private JsonElement createProfile(Input input) {
        InstantKeyCustomization.Builder profile = InstantKeyCustomization.builder();
        ifPresent(input.optional("logo_url").url(), profile::logoUrl);
        ifPresent(input.optional("primary_color").nonEmpty(), profile::primaryColor);
        ifPresent(input.optional("secondary_color").nonEmpty(), profile::secondaryColor);
        input.check();
        JsonObject created = new JsonObject();
        created.addProperty("customization_profile_id", sandbox.addCustomizationProfile(profile.build()));
        return created;
    }

    private JsonElement webhooks() {
        Collection<SandboxWebhook> all;
        synchronized (workspace) {
            workspace.settle();
            all = List.copyOf(workspace.webhooks().all());
        }
        JsonObject webhooks = new JsonObject();
        webhooks.add("webhooks", array(all.stream().map(ControlApi::webhook)));
        return webhooks;
    }

    /** Omits the secret, and the bodies, which may hold secrets. */
    private static JsonObject webhook(SandboxWebhook webhook) {
        JsonObject json = new JsonObject();
        json.addProperty("webhook_id", webhook.id());
        json.addProperty("url", webhook.isCollector ? null : webhook.url());
        json.add("attempts", array(webhook.attempts().stream().map(attempt -> {
            JsonObject shown = new JsonObject();
            shown.addProperty("message_id", attempt.messageId());
            shown.addProperty("event_id", attempt.event().getEventId());
            shown.addProperty("event_type", attempt.event().getEventType().getValue());
            shown.addProperty("status", attempt.status());
            shown.addProperty("is_delivered", attempt.isDelivered());
            return shown;
        })));
        return json;
    }

    private JsonElement deliverWebhook(Input input) {
        String url = input.required("url").url();
        input.check();
        return created(sandbox.webhooks().deliverTo(String.valueOf(url)));
    }

    private JsonElement collectWebhook(Input input) {
        input.check();
        return created(sandbox.webhooks().collect());
    }

    private static JsonObject created(SandboxWebhook webhook) {
        JsonObject created = new JsonObject();
        created.addProperty("webhook_id", webhook.id());
        created.addProperty("secret", webhook.secret());
        return created;
    }

    private JsonElement updateWebhookSettings(Input input) {
        List<Duration> retries = input.optional("retry_after").each(Field::duration);
        Duration timeout = input.optional("timeout").duration();
        input.check();
        ifPresent(retries, times -> sandbox.webhooks().retryAfter(times.toArray(new Duration[0])));
        ifPresent(timeout, sandbox.webhooks()::timeout);
        return ok();
    }

    private JsonElement planDelivery(Input input) {
        String fault = input.required("fault").oneOf(List.of("duplicate", "delay", "sign_wrongly", "sign_with_age"));
        Integer count = input.optional("messages").count();
        Duration time = input.optional("time").duration();
        if ("delay".equals(fault) || "sign_with_age".equals(fault)) {
            input.required("time");
        }
        input.check();
        NextDeliveries next = sandbox.webhooks().onNext(count == null ? 1 : count);
        switch (String.valueOf(fault)) {
            case "duplicate":
                next.duplicate();
                break;
            case "delay":
                next.delay(Objects.requireNonNull(time));
                break;
            case "sign_wrongly":
                next.signWrongly();
                break;
            default:
                next.signWithAge(Objects.requireNonNull(time));
        }
        return ok();
    }

    private JsonElement holdWebhooks(Input input) {
        input.check();
        sandbox.webhooks().hold();
        return ok();
    }

    private JsonElement releaseWebhooks(Input input) {
        Boolean isReversed = input.optional("in_reverse").bool();
        input.check();
        if (Boolean.TRUE.equals(isReversed)) {
            sandbox.webhooks().releaseInReverse();
        } else {
            sandbox.webhooks().release();
        }
        return ok();
    }

    private JsonElement awaitWebhooks(Input input) {
        Duration time = input.optional("time").duration();
        input.check();
        Duration limit = time == null || time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
        try {
            sandbox.webhooks().await(limit);
        } catch (IllegalStateException e) {
            throw new ApiError(504, "not_delivered_in_time", String.valueOf(e.getMessage()));
        }
        return ok();
    }

    private JsonElement counts() {
        JsonObject operations = new JsonObject();
        for (String path : routes.paths()) {
            Route route = routes.get(path);
            JsonObject counts = new JsonObject();
            counts.addProperty("received", route.timesReceived());
            counts.addProperty("processed", route.timesProcessed());
            operations.add(path, counts);
        }
        JsonObject counts = new JsonObject();
        counts.add("operations", operations);
        JsonObject byKey = new JsonObject();
        sandbox.grantsCreatedByKey().forEach(byKey::addProperty);
        counts.add("grants_created_by_key", byKey);
        return counts;
    }

    private JsonElement calls() {
        JsonObject latest = new JsonObject();
        latest.add("calls", array(calls.latestFirst().stream().map(call -> {
            JsonObject shown = new JsonObject();
            shown.addProperty("at", call.at.toString());
            shown.addProperty("method", call.method);
            shown.addProperty("path", call.path);
            shown.addProperty("status", call.status());
            shown.addProperty("request_id", call.requestId);
            shown.addProperty("is_processed", call.isProcessed());
            return shown;
        })));
        return latest;
    }

    private JsonElement state(Map<String, String> query) {
        JsonObject state = new JsonObject();
        synchronized (workspace) {
            workspace.settle();
            state.addProperty("now", workspace.now().toString());
            state.add("acs_entrances", models(workspace.hotel.entrances.values().stream()));
            state.add("spaces", models(workspace.hotel.spaces.values().stream()));
            state.add(
                    "user_identities",
                    models(workspace.userIdentities.values().stream().map(UserIdentityState::toModel)));
            state.add(
                    "access_grants",
                    models(workspace.accessGrants.values().stream().map(grant -> grant.toModel(workspace))));
            state.add(
                    "access_methods",
                    models(workspace.accessMethods.values().stream().map(method -> method.toModel(workspace))));
            state.add("instant_keys", models(workspace.instantKeys.values().stream()));
            state.add("events", models(workspace.events.entries().stream().map(entry -> entry.event)));
        }
        if (!"shown".equals(query.get("secrets"))) {
            mask(state);
        }
        return state;
    }

    private static void mask(JsonElement json) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(ControlApi::mask);
        } else if (json.isJsonObject()) {
            for (Map.Entry<String, JsonElement> property :
                    json.getAsJsonObject().entrySet()) {
                if (SECRETS.contains(property.getKey()) && property.getValue().isJsonPrimitive()) {
                    property.setValue(new JsonPrimitive("***"));
                } else {
                    mask(property.getValue());
                }
            }
        }
    }
}
