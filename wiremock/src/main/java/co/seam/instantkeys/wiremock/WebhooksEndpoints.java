package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.WebhookResponse;
import co.seam.instantkeys.generated.model.WebhooksResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /webhooks}. */
final class WebhooksEndpoints {
    private final Workspace workspace;

    WebhooksEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Assumption: several webhooks may have the same URL, since the API documents no rule. */
    Object create(Input input) {
        String url = input.required("url").url();
        List<String> eventTypes = input.optional("event_types").each(Field::nonEmpty);
        input.check();
        return response(workspace.webhooks().add(String.valueOf(url), eventTypes == null ? List.of("*") : eventTypes));
    }

    Object get(Input input) {
        return response(webhook(input.required("webhook_id").nonEmpty(), input));
    }

    Object list(Input input) {
        input.check();
        return WebhooksResponse.builder()
                .webhooks(workspace.webhooks().visible().values().stream()
                        .map(SandboxWebhook::toModel)
                        .collect(Collectors.toList()))
                .ok(true)
                .build();
    }

    Object update(Input input) {
        String id = input.required("webhook_id").nonEmpty();
        List<String> eventTypes = input.required("event_types").each(Field::nonEmpty);
        webhook(id, input).setEventTypes(eventTypes == null ? List.of() : eventTypes);
        return OkResponse.builder().ok(true).build();
    }

    /** Messages that were not delivered yet are dropped. */
    Object delete(Input input) {
        workspace.webhooks().remove(webhook(input.required("webhook_id").nonEmpty(), input));
        return OkResponse.builder().ok(true).build();
    }

    private SandboxWebhook webhook(@Nullable String id, Input input) {
        input.check();
        return Workspace.getOrThrow(
                "webhook", "webhook_id", id, workspace.webhooks().visible());
    }

    private static Object response(SandboxWebhook webhook) {
        return WebhookResponse.builder().webhook(webhook.toModel()).ok(true).build();
    }
}
