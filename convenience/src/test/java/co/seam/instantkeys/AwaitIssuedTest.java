package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.FakeClock;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Most waits are on a {@link FakeClock} that moves ten seconds for each, so that every poll has ample real time. */
@Timeout(60)
class AwaitIssuedTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final String ISSUED = "\"is_issued\":true";
    private static final String NOT_ISSUED = "\"is_issued\":false";

    /** Longer than the wait, so that the first error response ends the poll: the read is not retried. */
    private static final String HOUR = "3600";

    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private final FakeClock clock = new FakeClock(Duration.ofSeconds(10));
    private final Seam seam = Seam.builder()
            .apiKey(contract.sandbox().apiKey())
            .endpoint(contract.sandbox().endpoint())
            .clock(clock)
            .build();

    @AfterEach
    void close() {
        seam.close();
    }

    @Test
    void await_issuedAtOnce_pollsOnce() {
        String grant = newGrant();
        int before = polls();

        List<AccessMethod> methods = seam.accessGrants().awaitIssued(grant, MINUTE);

        assertThat(methods).hasSize(1).allMatch(AccessMethodFilters.issued());
        assertThat(polls()).isEqualTo(before + 1);
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void await_issuedLaterInRealTime_returnsThen() {
        contract.sandbox().issueAfter(Duration.ofMillis(400));
        String grant = newGrant();

        List<AccessMethod> methods = contract.seam().accessGrants().awaitIssued(grant, MINUTE);

        assertThat(methods).isNotEmpty().allMatch(AccessMethodFilters.issued());
    }

    @Test
    void await_issuedAtTheThirdPoll_returnsThen() {
        respondInTurn(okJson(methods(NOT_ISSUED)), okJson(methods(NOT_ISSUED)), okJson(methods(ISSUED)));

        assertThat(seam.accessGrants().awaitIssued("grant", MINUTE)).hasSize(1);
        assertThat(clock.waits()).containsExactly(250L, 500L);
    }

    @Test
    void await_neverIssued_endsAtTheTimeoutWithTheMethods() {
        contract.sandbox().issueAfter(Duration.ofDays(1));
        String grant = newGrant();

        SeamIssuanceException e = catchThrowableOfType(
                SeamIssuanceException.class, () -> seam.accessGrants().awaitIssued(grant, MINUTE));

        assertThat(clock.waits()).containsExactly(250L, 500L, 1000L, 2000L, 2000L, 2000L);
        assertThat(e.getAccessGrantId()).isEqualTo(grant);
        assertThat(e.getAccessMethods()).hasSize(1);
        assertThat(e)
                .hasMessage("Grant " + grant + " is not ready after PT1M: 1 of 1 not issued; wait again, or delete it")
                .hasNoCause();
    }

    @Test
    void await_guestWithoutEmailAddress_namesTheReasonAtOnce() {
        contract.sandbox().deliverByEmail(true);
        String grant = newGrant();

        assertThatThrownBy(() -> seam.accessGrants().awaitIssued(grant, MINUTE))
                .isInstanceOf(SeamIssuanceException.class)
                .hasMessageContaining("the user identity has no e-mail address (user_identity_missing_email_address)");
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void await_guestWithoutPhoneNumber_namesTheReasonAtOnce() {
        contract.sandbox().deliverByPhone(true);
        String grant = newGrant();

        assertThatThrownBy(() -> seam.accessGrants().awaitIssued(grant, MINUTE))
                .isInstanceOf(SeamIssuanceException.class)
                .hasMessageContaining("the user identity has no phone number (user_identity_missing_phone_number)");
        assertThat(clock.waits()).isEmpty();
    }

    /** It was delivered before the guest's e-mail address was removed. */
    @Test
    void await_guestWithoutEmailAddressButIssued_returns() {
        respond(okJson(methods(ISSUED + ",\"warnings\":[{\"warning_code\":\"user_identity_missing_email_address\","
                + "\"message\":\"gone\",\"created_at\":\"2026-07-13T15:00:00Z\"}]")));

        assertThat(seam.accessGrants().awaitIssued("grant", MINUTE)).hasSize(1);
    }

    @Test
    void await_littleTimeLeft_pausesNoLonger() {
        respond(okJson(methods(NOT_ISSUED)));

        assertThatThrownBy(() -> seam.accessGrants().awaitIssued("grant", Duration.ofMillis(10_100)))
                .isInstanceOf(SeamIssuanceException.class);
        assertThat(clock.waits()).containsExactly(250L, 100L);
    }

    @Test
    void await_delayReported_isInTheMessageOfTheTimeout() {
        respond(okJson(methods(NOT_ISSUED + ",\"warnings\":[{\"warning_code\":\"delay_in_issuing\","
                + "\"message\":\"slow\",\"created_at\":\"2026-07-13T15:00:00Z\"}]")));

        assertThatThrownBy(() -> seam.accessGrants().awaitIssued("grant", MINUTE))
                .isInstanceOf(SeamIssuanceException.class)
                .hasMessageContaining("delay_in_issuing");
    }

    @Test
    void await_failureReported_endsAtOnceWithTheMethods() {
        respond(okJson(methods(NOT_ISSUED + ",\"errors\":[{\"error_code\":\"failed_to_issue\","
                + "\"message\":\"broken\",\"created_at\":\"2026-07-13T15:00:00Z\"}]")));

        SeamIssuanceException e = catchThrowableOfType(
                SeamIssuanceException.class, () -> seam.accessGrants().awaitIssued("grant", MINUTE));

        assertThat(e).hasMessageContaining("failed_to_issue");
        assertThat(e.getAccessMethods()).hasSize(1);
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void await_aPollFails_continues() {
        respondInTurn(serverError().withHeader("Retry-After", HOUR), okJson(methods(ISSUED)));

        assertThat(seam.accessGrants().awaitIssued("grant", MINUTE)).hasSize(1);
        assertThat(polls()).isEqualTo(2);
        assertThat(clock.waits()).containsExactly(250L);
    }

    @Test
    void await_everyPollFails_carriesTheLastFailure() {
        respondInTurn(
                serverError().withHeader("Retry-After", HOUR),
                aResponse().withStatus(503).withHeader("Retry-After", HOUR));

        assertThatThrownBy(() -> seam.accessGrants().awaitIssued("grant", MINUTE))
                .isInstanceOf(SeamIssuanceException.class)
                .hasMessageContaining("the last poll failed")
                .cause()
                .isInstanceOfSatisfying(
                        SeamServerException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(503));
        assertThat(polls()).isEqualTo(6);
    }

    @Test
    void await_endOfTheWaitCutsAPollShort_carriesTheFailureBeforeIt() throws Exception {
        Behavior fail = RawServer.respond(500, "", "Retry-After: " + HOUR);
        Behavior timePasses = client -> clock.pass(MINUTE.minusSeconds(10)); // exactly what is left
        try (RawServer server = RawServer.start(fail, timePasses.then(RawServer.drop()));
                Seam client = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .clock(clock)
                        .build()) {
            assertThatThrownBy(() -> client.accessGrants().awaitIssued("grant", MINUTE))
                    .isInstanceOf(SeamIssuanceException.class)
                    .hasCauseInstanceOf(SeamServerException.class);
            assertThat(server.requests()).isEqualTo(2);
            assertThat(clock.waits()).containsExactly(250L);
        }
    }

    @Test
    void await_notAllowed_endsAtOnce() {
        respond(unauthorized());

        assertThatThrownBy(() -> seam.accessGrants().awaitIssued("grant", MINUTE))
                .isInstanceOf(SeamUnauthorizedException.class);
    }

    @Test
    void await_serverHangs_endsAtTheTimeoutOfTheWaitNotOfTheCall() {
        respond(aResponse().withFixedDelay(25_000));
        Instant start = Instant.now();

        assertThatThrownBy(() -> contract.seam().accessGrants().awaitIssued("grant", Duration.ofMillis(600)))
                .isInstanceOf(SeamIssuanceException.class)
                .hasCauseInstanceOf(SeamTimeoutException.class);
        assertThat(start).isAfter(Instant.now().minusSeconds(20));
    }

    @Test
    void await_interruptedWhileWaiting_endsAndKeepsTheFlag() throws Exception {
        contract.sandbox().issueAfter(Duration.ofDays(1));
        String grant = newGrant();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                contract.seam().accessGrants().awaitIssued(grant, MINUTE);
            } catch (SeamException e) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();

        waiter.interrupt();

        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_timeoutNotPositive_isRejected() {
        assertThatThrownBy(() -> seam.accessGrants().awaitIssued("grant", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }

    private static int polls() {
        return contract.bodies("/access_methods/list").size();
    }

    private static void respond(ResponseDefinitionBuilder response) {
        contract.sandbox().wireMock().stubFor(post("/access_methods/list").willReturn(response));
    }

    /** Sends each response once, and the last one to all requests that follow. */
    private static void respondInTurn(ResponseDefinitionBuilder... responses) {
        for (int i = 0; i < responses.length; i++) {
            contract.sandbox()
                    .wireMock()
                    .stubFor(post("/access_methods/list")
                            .inScenario("in turn")
                            .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "response " + i)
                            .willReturn(responses[i])
                            .willSetStateTo("response " + Math.min(i + 1, responses.length - 1)));
        }
    }

    /** A response with one access method, which has these properties besides the required ones. */
    private static String methods(String properties) {
        return "{\"ok\":true,\"access_methods\":[{\"access_method_id\":\"m\",\"workspace_id\":\"w\","
                + "\"mode\":\"mobile_key\",\"display_name\":\"Key\",\"created_at\":\"2026-07-13T15:00:00Z\","
                + properties
                + "}]}";
    }

    private static String newGrant() {
        return contract.seam()
                .stays()
                .issue(StayRequest.builder()
                        .accessGrantKey("booking-7")
                        .newUser(NewUserIdentity.builder().fullName("Ada").build())
                        .acsEntranceIds(List.of(contract.sandbox().acsEntranceId("Room 101")))
                        .startsAt(Instant.now())
                        .noEnd()
                        .build())
                .getAccessGrant()
                .getAccessGrantId();
    }
}
