package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Seam's guide to instant keys, from the doors to the link, call by call as a person with curl would make them: an API
 * key, a content type, JSON, and from each answer only what the guide shows of it.
 */
class GuideTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void guide_followedWithAKnownPerson_endsWithALink() {
        Answer doors = call("/acs/entrances/list", "{'acs_system_id': '%s'}", sandbox.acsSystemId());
        String entry = idOfDoor(doors, "Main Entrance");
        String room = idOfDoor(doors, "Room 202");

        Answer person = call(
                "/user_identities/create",
                "{'full_name': 'Ines Moreau', 'email_address': 'ines.moreau@example.com', 'acs_system_ids': ['%s']}",
                sandbox.acsSystemId());
        assertThat(person.text("user_identity.full_name")).isEqualTo("Ines Moreau");
        assertThat(person.text("user_identity.email_address")).isEqualTo("ines.moreau@example.com");
        String personId = person.text("user_identity.user_identity_id");

        Answer grant = call("/access_grants/create", """
                {'user_identity_id': '%s', 'acs_entrance_ids': ['%s', '%s'],
                 'requested_access_methods': [{'mode': 'mobile_key'}],
                 'starts_at': '2127-07-05T14:00:00.000Z', 'ends_at': '2127-07-09T10:00:00.000Z'}
                """, personId, entry, room);
        assertThat(grant.text("access_grant.user_identity_id")).isEqualTo(personId);
        assertThat(grant.text("access_grant.starts_at")).startsWith("2127-07-05T14:00:00");
        assertThat(grant.text("access_grant.ends_at")).startsWith("2127-07-09T10:00:00");
        assertThat(grant.text("access_grant.requested_access_methods.0.mode")).isEqualTo("mobile_key");
        assertThat(grant.strings("access_grant.requested_access_methods.0.created_access_method_ids"))
                .hasSize(1);
        assertThat(grant.text("access_grant.instant_key_url")).matches("https://.+/\\w+");

        Answer keys = call("/instant_keys/list", "{'user_identity_id': '%s'}", personId);
        assertThat(keys.texts("instant_keys", "instant_key_url"))
                .containsExactly(grant.text("access_grant.instant_key_url"));
    }

    @Test
    void guide_followedWithANewPerson_endsWithALinkToo() {
        Answer doors = call("/acs/entrances/list", "{'acs_system_id': '%s'}", sandbox.acsSystemId());

        Answer grant = call("/access_grants/create", """
                {'user_identity': {'full_name': 'Ines Moreau', 'email_address': 'ines.moreau@example.com'},
                 'acs_entrance_ids': ['%s'], 'requested_access_methods': [{'mode': 'mobile_key'}],
                 'starts_at': '2127-07-05T14:00:00.000Z', 'ends_at': '2127-07-09T10:00:00.000Z'}
                """, idOfDoor(doors, "Room 202"));

        assertThat(grant.text("access_grant.instant_key_url")).matches("https://.+/\\w+");
        assertThat(call("/user_identities/list", "{'search': 'moreau'}").texts("user_identities", "user_identity_id"))
                .containsExactly(grant.text("access_grant.user_identity_id"));
    }

    /** The other pages of the guide: a key without a grant, and the lists. */
    @Test
    void key_generatedForAPersonWithAGrant_standsNextToTheFirst() {
        Answer grant = call("/access_grants/create", """
                {'user_identity': {'full_name': 'Ines Moreau'}, 'acs_entrance_ids': ['%s'],
                 'requested_access_methods': [{'mode': 'code'}, {'mode': 'card'}, {'mode': 'mobile_key'}]}
                """, sandbox.acsEntranceId("Room 202"));
        String personId = grant.text("access_grant.user_identity_id");

        Answer key = call(
                "/user_identities/generate_instant_key", "{'user_identity_id': '%s', 'max_use_count': 10}", personId);

        assertThat(call("/instant_keys/list", "{'user_identity_id': '%s'}", personId)
                        .texts("instant_keys", "instant_key_url"))
                .containsExactlyInAnyOrder(
                        grant.text("access_grant.instant_key_url"), key.text("instant_key.instant_key_url"));
        assertThat(call(
                                "/access_grants/list",
                                "{'user_identity_id': '%s', 'acs_system_id': '%s', 'acs_entrance_id': '%s'}",
                                personId,
                                sandbox.acsSystemId(),
                                sandbox.acsEntranceId("Room 202"))
                        .texts("access_grants", "access_grant_id"))
                .containsExactly(grant.text("access_grant.access_grant_id"));
    }

    private Answer call(String path, String json, Object... values) {
        Answer answer = caller.post(path, json.replace('\'', '"').formatted(values));
        assertThat(answer.status()).as(answer.body.toString()).isEqualTo(200);
        return answer;
    }

    private static String idOfDoor(Answer doors, String displayName) {
        int index = doors.texts("acs_entrances", "display_name").indexOf(displayName);
        return doors.text("acs_entrances." + index + ".acs_entrance_id");
    }
}
