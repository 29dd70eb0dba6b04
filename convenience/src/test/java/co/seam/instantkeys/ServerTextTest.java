package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.internal.transport.FakeClock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ids and names of the server are in messages only as one short line without secrets. */
class ServerTextTest {
    /** The one that the stay requests. */
    private static final String DOOR = "{\"acs_entrance_id\":\"door\",\"acs_system_id\":\"s\","
            + "\"display_name\":\"Door\",\"created_at\":\"2026-01-01T00:00:00Z\",\"workspace_id\":\"w\","
            + "\"connected_account_id\":\"c\",\"space_ids\":[]}";

    private static final String HOSTILE =
            "x\\n\\u2028\\u202eALARM https://ik.seam.co/swordfish " + "y".repeat(1_000_000);

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Seam seam;

    @BeforeEach
    void connect() {
        seam = Seam.builder()
                .apiKey("seam_test1_swordfish")
                .endpoint(server.baseUrl())
                .clock(new FakeClock())
                .build();
    }

    @AfterEach
    void disconnect() {
        seam.close();
    }

    @Test
    void stay_doorsThatNoMobileKeyUnlocks_areNamedShortly() {
        String doors = IntStream.range(0, 20)
                .mapToObj(i -> "{\"acs_entrance_id\":\"door-" + i + HOSTILE
                        + "\",\"acs_system_id\":\"s\",\"display_name\":\""
                        + HOSTILE + "\",\"can_unlock_with_mobile_key\":false,\"created_at\":\"2026-01-01T00:00:00Z\","
                        + "\"workspace_id\":\"w\",\"connected_account_id\":\"c\",\"space_ids\":[]}")
                .collect(Collectors.joining(","));
        server.stubFor(post("/acs/entrances/list")
                .willReturn(okJson("{\"acs_entrances\":[" + DOOR + "," + doors + "],\"ok\":true}")));

        Throwable thrown = catchThrowable(() -> seam.stays().issue(stay()));

        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("and 10 more");
        assertIsShortLine(thrown, 12_000);
    }

    @Test
    void stay_idOfTheGrant_isShort() {
        server.stubFor(
                post("/acs/entrances/list").willReturn(okJson("{\"acs_entrances\":[" + DOOR + "],\"ok\":true}")));
        server.stubFor(post("/access_grants/create").willReturn(okJson(grant())));
        server.stubFor(post("/access_methods/list").willReturn(okJson("{\"access_methods\":[],\"ok\":true}")));

        Throwable thrown = catchThrowable(() -> seam.stays().issue(stay()));

        assertThat(thrown).isInstanceOf(SeamIssuanceException.class);
        assertThat(((SeamIssuanceException) thrown).getAccessGrantId()).hasSizeGreaterThan(1_000_000);
        assertIsShortLine(thrown, 1_000);
    }

    @Test
    void conflict_idOfTheGrantThatExists_isShort() {
        server.stubFor(post("/access_grants/create").willReturn(serverError()));
        server.stubFor(post("/access_grants/get").willReturn(okJson(grant())));

        Throwable thrown = catchThrowable(() -> seam.accessGrants()
                .create(CreateAccessGrantRequest.builder()
                        .userIdentityId("guest")
                        .acsEntranceIds(List.of("door"))
                        .requestedAccessMethods(List.of(NewAccessMethod.builder()
                                .mode(AccessMethodMode.MOBILE_KEY)
                                .build()))
                        .accessGrantKey("booking-7")
                        .startsAt(Instant.parse("2030-01-01T00:00:00Z"))
                        .putAdditionalProperty("new\u2028name", 1)
                        .build()));

        assertThat(thrown).isInstanceOf(SeamConflictException.class);
        assertIsShortLine(thrown, 2_000);
    }

    @Test
    void awaitIssued_idOfTheGrant_isShort() {
        server.stubFor(post("/access_methods/list").willReturn(okJson("{\"access_methods\":[],\"ok\":true}")));

        Throwable thrown = catchThrowable(
                () -> seam.accessGrants().awaitIssued("grant\u2028".repeat(100_000), Duration.ofSeconds(1)));

        assertThat(thrown).isInstanceOf(SeamIssuanceException.class);
        assertIsShortLine(thrown, 1_000);
    }

    @Test
    void mode_ofTheServer_isShortInAnArgumentCheck() {
        AccessMethodMode mode = AccessMethodMode.of("y\u2028".repeat(100_000));

        Throwable thrown = catchThrowable(() -> seam.accessGrants()
                .create(CreateAccessGrantRequest.builder()
                        .userIdentityId("guest")
                        .acsEntranceIds(List.of("door"))
                        .requestedAccessMethods(List.of(NewAccessMethod.builder()
                                .mode(mode)
                                .code("4711")
                                .build()))
                        .build()));

        assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
        assertIsShortLine(thrown, 1_000);
    }

    @Test
    void seamException_messageOfAnyOrigin_isOneLineWithoutSecrets() {
        assertThat(new SeamException("a\u2028b https://ik.seam.co/swordfish", false, null))
                .hasMessage("a b ***");
        assertThat(new SeamException("y".repeat(1_000_000), false, null).getMessage())
                .hasSizeLessThan(5_000);
    }

    private static void assertIsShortLine(Throwable thrown, int maxLength) {
        assertThat(thrown.getMessage())
                .hasSizeLessThan(maxLength)
                .doesNotContain("swordfish", "\n", "\u2028", "\u202e");
    }

    private static StayRequest stay() {
        return StayRequest.builder()
                .accessGrantKey("booking-7")
                .userIdentityId("guest")
                .acsEntranceIds(List.of("door"))
                .startsAt(Instant.parse("2027-07-13T15:00:00Z"))
                .noEnd()
                .build();
    }

    private static String grant() {
        return "{\"access_grant\":{\"access_grant_id\":\"" + HOSTILE
                + "\",\"workspace_id\":\"w\",\"user_identity_id\":\"guest\","
                + "\"display_name\":\"d\",\"created_at\":\"2026-01-01T00:00:00Z\",\"starts_at\":\"2026-01-01T00:00:00Z\",\"ends_at\":null,"
                + "\"access_method_ids\":[],\"space_ids\":[],\"location_ids\":[],\"requested_access_methods\":[]},\"ok\":true}";
    }
}
