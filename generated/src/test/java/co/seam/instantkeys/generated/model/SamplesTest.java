package co.seam.instantkeys.generated.model;

import static co.seam.instantkeys.generated.model.TestJson.read;
import static co.seam.instantkeys.generated.model.TestJson.sample;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Reads the bodies that Seam's documentation shows. */
class SamplesTest {
    @Test
    void read_documentedKey_hasEachField() {
        InstantKey key = read(InstantKey.class, sample("instant_key"));

        assertThat(key.getInstantKeyId()).isEqualTo("1d05c2f6-5b6f-4a9c-b80d-1eca26be12b9");
        assertThat(key.getInstantKeyUrl()).isEqualTo("https://ik.seam.co/ABCXYZ");
        assertThat(key.getUserIdentityId()).isEqualTo("e7a94acb-bd8a-4462-b6fb-8612d35cd7c3");
        assertThat(key.getClientSessionId()).isEqualTo("bfe3b1c6-fb9e-48b1-9b5b-c762b2983af6");
        assertThat(key.getWorkspaceId()).isEqualTo("4d1c24b2-781e-4d1a-8d77-15249ad57c8a");
        assertThat(key.getCreatedAt()).isEqualTo(Instant.parse("2025-06-14T16:54:17.946559Z"));
        assertThat(key.getExpiresAt()).isEqualTo(Instant.parse("2025-06-16T16:54:17.946559Z"));
        assertThat(key.getAdditionalProperties()).isEmpty();
    }

    @Test
    void read_documentedGrant_hasEachField() {
        AccessGrant grant = read(AccessGrant.class, sample("access_grant"));

        assertThat(grant.getAccessGrantId()).isEqualTo("ef83cca9-5fdf-4ac2-93f3-c21c5a8be54b");
        assertThat(grant.getInstantKeyUrl()).isEqualTo("https://ik.seam.co/ABCXYZ");
        assertThat(grant.getEndsAt()).isEqualTo(Instant.parse("2025-06-18T16:54:17.946606Z"));
        assertThat(grant.getAccessMethodIds()).hasSize(3);
        assertThat(grant.getSpaceIds()).hasSize(2);
        assertThat(grant.getRequestedAccessMethods())
                .extracting(RequestedAccessMethod::getMode)
                .containsExactly(AccessMethodMode.CODE, AccessMethodMode.CARD, AccessMethodMode.MOBILE_KEY);
        assertThat(grant.getErrors()).isEmpty();
        assertThat(grant.getAdditionalProperties()).isEmpty();
    }

    @Test
    void read_flatListOfGrants_hasThem() {
        String json = "{\"access_grants\": [" + sample("access_grant") + "], \"ok\": true}";

        AccessGrantsResponse response = read(AccessGrantsResponse.class, json);

        assertThat(response.getAccessGrants()).containsExactly(read(AccessGrant.class, sample("access_grant")));
    }

    @Test
    void read_listOfWrappedGrants_unwrapsThem() {
        String json = "{\"access_grants\": [{\"access_grant\": " + sample("access_grant") + "}], \"ok\": true}";

        AccessGrantsResponse response = read(AccessGrantsResponse.class, json);

        assertThat(response.getAccessGrants()).containsExactly(read(AccessGrant.class, sample("access_grant")));
    }
}
