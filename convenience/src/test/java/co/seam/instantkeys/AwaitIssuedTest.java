package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AwaitIssuedTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(600);

    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    @Test
    void await_issuedAtOnce_asksOnce() {
        String grant = newGrant();
        int before = polls();

        List<AccessMethod> methods = contract.seam().accessGrants().awaitIssued(grant, LONG);

        assertThat(methods).hasSize(1).allMatch(AccessMethodFilters.issued());
        assertThat(polls()).isEqualTo(before + 1);
    }

    @Test
    void await_issuedLater_returnsThen() {
        contract.sandbox().issueAfter(Duration.ofMillis(700));
        String grant = newGrant();

        List<AccessMethod> methods = contract.seam().accessGrants().awaitIssued(grant, LONG);

        assertThat(methods).isNotEmpty().allMatch(AccessMethodFilters.issued());
    }

    @Test
    void await_neverIssued_endsInTimeWithTheMethods() {
        contract.sandbox().issueAfter(Duration.ofDays(1));
        String grant = newGrant();

        SeamIssuanceException e = catchThrowableOfType(
                SeamIssuanceException.class,
                () -> contract.seam().accessGrants().awaitIssued(grant, SHORT));

        assertThat(e.getAccessGrantId()).isEqualTo(grant);
        assertThat(e.getAccessMethods()).hasSize(1);
        assertThat(e).hasMessageContaining("1 of 1 not issued").hasNoCause();
    }

    @Test
    void await_delayReported_isInTheMessageOfTheTimeout() {
        answer(okJson(methods("\"is_issued\":false,\"warnings\":[{\"warning_code\":\"delay_in_issuing\","
                + "\"message\":\"slow\",\"created_at\":\"2026-07-13T15:00:00Z\"}]")));

        assertThatThrownBy(() -> contract.seam().accessGrants().awaitIssued("grant", SHORT))
                .isInstanceOf(SeamIssuanceException.class)
                .hasMessageContaining("delay_in_issuing");
    }

    @Test
    void await_failureReported_endsAtOnceWithTheMethods() {
        answer(okJson(methods("\"is_issued\":false,\"errors\":[{\"error_code\":\"failed_to_issue\","
                + "\"message\":\"broken\",\"created_at\":\"2026-07-13T15:00:00Z\"}]")));

        SeamIssuanceException e = catchThrowableOfType(
                SeamIssuanceException.class,
                () -> contract.seam().accessGrants().awaitIssued("grant", LONG));

        assertThat(e).hasMessageContaining("failed_to_issue");
        assertThat(e.getAccessMethods()).hasSize(1);
    }

    @Test
    void await_aPollFails_goesOn() {
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_methods/list")
                        .inScenario("flaky")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(serverError())
                        .willSetStateTo("well"));
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_methods/list")
                        .inScenario("flaky")
                        .whenScenarioStateIs("well")
                        .willReturn(okJson(methods("\"is_issued\":true"))));

        assertThat(contract.seam().accessGrants().awaitIssued("grant", LONG)).hasSize(1);
    }

    @Test
    void await_everyPollFails_carriesTheLastFailure() {
        answer(serverError());

        assertThatThrownBy(() -> contract.seam().accessGrants().awaitIssued("grant", SHORT))
                .isInstanceOf(SeamIssuanceException.class)
                .hasMessageContaining("the last poll failed")
                .hasCauseInstanceOf(SeamServerException.class);
    }

    @Test
    void await_notAllowed_endsAtOnce() {
        answer(unauthorized());

        assertThatThrownBy(() -> contract.seam().accessGrants().awaitIssued("grant", LONG))
                .isInstanceOf(SeamUnauthorizedException.class);
    }

    @Test
    void await_serverHangs_endsAtTheTimeoutNotAtTheCalls() {
        answer(aResponse().withFixedDelay(25_000));
        Instant start = Instant.now();

        assertThatThrownBy(() -> contract.seam().accessGrants().awaitIssued("grant", SHORT))
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
                contract.seam().accessGrants().awaitIssued(grant, LONG);
            } catch (SeamException e) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();

        waiter.interrupt();

        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_timeoutNotPositive_isRefused() {
        assertThatThrownBy(() -> contract.seam().accessGrants().awaitIssued("grant", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }

    private static int polls() {
        return contract.bodies("/access_methods/list").size();
    }

    private static void answer(ResponseDefinitionBuilder response) {
        contract.sandbox().wireMock().stubFor(post("/access_methods/list").willReturn(response));
    }

    /** An answer with one method, which has these properties besides the mandatory ones. */
    private static String methods(String properties) {
        return "{\"ok\":true,\"access_methods\":[{\"access_method_id\":\"m\",\"workspace_id\":\"w\",\"mode\":\"mobile_key\","
                + "\"display_name\":\"Key\",\"created_at\":\"2026-07-13T15:00:00Z\"," + properties + "}]}";
    }

    private static String newGrant() {
        return contract.seam()
                .instantKeys()
                .issueForStay(StayRequest.builder()
                        .newUser(NewUserIdentity.builder().fullName("Ada").build())
                        .acsEntranceIds(List.of(contract.sandbox().acsEntranceId("Room 101")))
                        .startsAt(Instant.now())
                        .noEnd()
                        .build())
                .getAccessGrant()
                .getAccessGrantId();
    }
}
