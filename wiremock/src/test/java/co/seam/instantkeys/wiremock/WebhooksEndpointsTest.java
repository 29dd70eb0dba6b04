package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksEndpointsTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void create_withoutTypes_isForAllEventsAndHasASecret() {
        Response created = create("https://bookings.example/a");

        assertThat(created.strings("webhook.event_types")).containsExactly("*");
        assertThat(created.text("webhook.url")).isEqualTo("https://bookings.example/a");
        assertThat(created.text("webhook.secret"))
                .matches("whsec_[A-Za-z0-9+/]{32}")
                .isEqualTo(sandbox.webhooks()
                        .get(created.text("webhook.webhook_id"))
                        .secret());
        assertThat(get(created.text("webhook.webhook_id")).at("webhook")).isEqualTo(created.at("webhook"));
    }

    @Test
    void list_always_isInOrderOfCreationWithoutCollectors() {
        create("https://bookings.example/a");
        sandbox.webhooks().collect();
        create("https://bookings.example/b");

        assertThat(caller.post("/webhooks/list", "{}").texts("webhooks", "url"))
                .containsExactly("https://bookings.example/a", "https://bookings.example/b");
    }

    @Test
    void update_types_replacesThem() {
        String id = create("https://bookings.example/a").text("webhook.webhook_id");

        caller.post(
                "/webhooks/update",
                "{\"webhook_id\": \"" + id + "\", \"event_types\": [\"access_method.issued\", \"lift.called\"]}");

        assertThat(get(id).strings("webhook.event_types")).containsExactly("access_method.issued", "lift.called");
    }

    @Test
    void delete_existing_isGone() {
        String id = create("https://bookings.example/a").text("webhook.webhook_id");

        caller.post("/webhooks/delete", "{\"webhook_id\": \"" + id + "\"}");

        Response missing = get(id);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text("error.type")).isEqualTo("webhook_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"url\": 1}", "{\"url\": \"not a url\"}", "{\"url\": \"/events\"}"})
    void create_withoutUrl_isRejected(String request) {
        Response rejected = caller.post("/webhooks/create", request);

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.problems("url")).hasSize(1);
    }

    @Test
    void update_withoutTypes_isRejected() {
        String id = create("https://bookings.example/a").text("webhook.webhook_id");

        Response rejected = caller.post("/webhooks/update", "{\"webhook_id\": \"" + id + "\"}");

        assertThat(rejected.problems("event_types")).containsExactly("Required");
    }

    private Response create(String url) {
        return caller.post("/webhooks/create", "{\"url\": \"" + url + "\"}");
    }

    private Response get(String webhookId) {
        return caller.post("/webhooks/get", "{\"webhook_id\": \"" + webhookId + "\"}");
    }
}
