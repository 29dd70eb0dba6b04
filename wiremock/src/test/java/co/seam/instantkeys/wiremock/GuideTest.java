package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Seam's guide to instant keys, from the entrances to the link, with the calls that its reader makes with curl: an API
 * key, a content type, JSON, and only those parts of the responses that the guide shows.
 */
class GuideTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void guide_withAnExistingUserIdentity_endsWithALink() {
        Response entrances = call("/acs/entrances/list", "{'acs_system_id': '%s'}", sandbox.acsSystemId());
        String entry = idOfEntrance(entrances, "Main Entrance");
        String room = idOfEntrance(entrances, "Room 202");

        Response guest = call(
                "/user_identities/create",
                "{'full_name': 'Ines Moreau', 'email_address': 'ines.moreau@example.com', 'acs_system_ids': ['%s']}",
                sandbox.acsSystemId());
        assertThat(guest.text("user_identity.full_name")).isEqualTo("Ines Moreau");
        assertThat(guest.text("user_identity.email_address")).isEqualTo("ines.moreau@example.com");
        String guestId = guest.text("user_identity.user_identity_id");

        Response grant = call("/access_grants/create", """
                {'user_identity_id': '%s', 'acs_entrance_ids': ['%s', '%s'],
                 'requested_access_methods': [{'mode': 'mobile_key'}],
                 'starts_at': '2127-07-05T14:00:00.000Z', 'ends_at': '2127-07-09T10:00:00.000Z'}
                """, guestId, entry, room);
        assertThat(grant.text("access_grant.user_identity_id")).isEqualTo(guestId);
        assertThat(grant.text("access_grant.starts_at")).startsWith("2127-07-05T14:00:00");
        assertThat(grant.text("access_grant.ends_at")).startsWith("2127-07-09T10:00:00");
        assertThat(grant.text("access_grant.requested_access_methods.0.mode")).isEqualTo("mobile_key");
        assertThat(grant.strings("access_grant.requested_access_methods.0.created_access_method_ids"))
                .hasSize(1);
        assertThat(grant.text("access_grant.instant_key_url")).matches("https://.+/\\w+");

        Response keys = call("/instant_keys/list", "{'user_identity_id': '%s'}", guestId);
        assertThat(keys.texts("instant_keys", "instant_key_url"))
                .containsExactly(grant.text("access_grant.instant_key_url"));
    }

    @Test
    void guide_withANewUserIdentity_endsWithALink() {
        Response entrances = call("/acs/entrances/list", "{'acs_system_id': '%s'}", sandbox.acsSystemId());

        Response grant = call("/access_grants/create", """
                {'user_identity': {'full_name': 'Ines Moreau', 'email_address': 'ines.moreau@example.com'},
                 'acs_entrance_ids': ['%s'], 'requested_access_methods': [{'mode': 'mobile_key'}],
                 'starts_at': '2127-07-05T14:00:00.000Z', 'ends_at': '2127-07-09T10:00:00.000Z'}
                """, idOfEntrance(entrances, "Room 202"));

        assertThat(grant.text("access_grant.instant_key_url")).matches("https://.+/\\w+");
        assertThat(call("/user_identities/list", "{'search': 'moreau'}").texts("user_identities", "user_identity_id"))
                .containsExactly(grant.text("access_grant.user_identity_id"));
    }

    /** Covers the other pages of the guide: a key without a grant, and the lists. */
    @Test
    void key_generatedForAUserIdentityWithAGrant_isListedNextToTheFirst() {
        Response grant = call("/access_grants/create", """
                {'user_identity': {'full_name': 'Ines Moreau'}, 'acs_entrance_ids': ['%s'],
                 'requested_access_methods': [{'mode': 'code'}, {'mode': 'card'}, {'mode': 'mobile_key'}]}
                """, sandbox.acsEntranceId("Room 202"));
        String guestId = grant.text("access_grant.user_identity_id");

        Response key = call(
                "/user_identities/generate_instant_key", "{'user_identity_id': '%s', 'max_use_count': 10}", guestId);

        assertThat(call("/instant_keys/list", "{'user_identity_id': '%s'}", guestId)
                        .texts("instant_keys", "instant_key_url"))
                .containsExactlyInAnyOrder(
                        grant.text("access_grant.instant_key_url"), key.text("instant_key.instant_key_url"));
        assertThat(call(
                                "/access_grants/list",
                                "{'user_identity_id': '%s', 'acs_system_id': '%s', 'acs_entrance_id': '%s'}",
                                guestId,
                                sandbox.acsSystemId(),
                                sandbox.acsEntranceId("Room 202"))
                        .texts("access_grants", "access_grant_id"))
                .containsExactly(grant.text("access_grant.access_grant_id"));
    }

    private Response call(String path, String json, Object... values) {
        Response response = caller.post(path, json.replace('\'', '"').formatted(values));
        assertThat(response.status()).as(response.body.toString()).isEqualTo(200);
        return response;
    }

    private static String idOfEntrance(Response entrances, String displayName) {
        int index = entrances.texts("acs_entrances", "display_name").indexOf(displayName);
        return entrances.text("acs_entrances." + index + ".acs_entrance_id");
    }
}
