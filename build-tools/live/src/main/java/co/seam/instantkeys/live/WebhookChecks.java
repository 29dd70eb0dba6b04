package co.seam.instantkeys.live;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** How webhooks are managed. */
final class WebhookChecks {
    private static final String NEEDS_AN_ENDPOINT = "it needs an endpoint that Seam can reach";

    static final Section SECTION = new Section(
            "Webhooks",
            List.of(
                    Check.notTestable(
                            "A message is signed by the scheme of Svix, with the headers `svix-*`", NEEDS_AN_ENDPOINT),
                    Check.notTestable(
                            "A message may arrive more than once and after a later one; each attempt has the same id"
                                    + " and a timestamp of its own",
                            NEEDS_AN_ENDPOINT),
                    Check.notTestable(
                            "A delivery that fails is repeated up to eight times within 28 hours", NEEDS_AN_ENDPOINT),
                    Check.notTestable("The body is the event itself, without an envelope", NEEDS_AN_ENDPOINT),
                    Check.of(
                            "A webhook without `event_types` receives all events",
                            WebhookChecks::webhookWithoutTypesHasAll),
                    Check.of("Several webhooks may have the same URL", WebhookChecks::webhooksShareAUrl),
                    Check.of("The secret can be read again with the webhook", WebhookChecks::secretIsReadAgain)));

    private WebhookChecks() {}

    private static Verdict webhookWithoutTypesHasAll(Workspace workspace) {
        JsonObject webhook = create(workspace, url(workspace)).resource("webhook");
        if (!webhook.has("event_types")) {
            throw new NotTestableException("the webhook has no event_types");
        }
        List<String> types = Json.texts(webhook, "event_types");
        return Verdict.holdsIf(
                types.contains("*"), types.contains("*") ? "its types are *" : "it has " + types.size() + " types");
    }

    private static Verdict webhooksShareAUrl(Workspace workspace) {
        String url = url(workspace);
        create(workspace, url).requireOk();
        Reply second = create(workspace, url);
        return Verdict.holdsIf(second.isOk(), "a second webhook gets " + second.summary());
    }

    private static Verdict secretIsReadAgain(Workspace workspace) {
        JsonObject created = create(workspace, url(workspace)).resource("webhook");
        String id = Json.text(created, "webhook_id");
        String secret = Json.text(created, "secret");
        boolean byGet = secret.equals(Json.textOrNull(
                workspace.server.post("/webhooks/get", Map.of("webhook_id", id)).resource("webhook"), "secret"));
        boolean byList = workspace.server.post("/webhooks/list", Map.of()).resources("webhooks").stream()
                .anyMatch(webhook -> id.equals(Json.textOrNull(webhook, "webhook_id"))
                        && secret.equals(Json.textOrNull(webhook, "secret")));
        return Verdict.holdsIf(
                byGet && byList,
                "get " + (byGet ? "has" : "lacks") + " it, list " + (byList ? "has" : "lacks") + " it");
    }

    static Reply create(Workspace workspace, String url) {
        return workspace.server.post("/webhooks/create", Map.of("url", url));
    }

    /** Returns a URL to which no event can be sent. */
    static String url(Workspace workspace) {
        return "https://example.invalid/" + workspace.name();
    }
}
