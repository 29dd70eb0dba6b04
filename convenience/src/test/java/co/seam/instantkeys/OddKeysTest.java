package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of stays are texts of the caller: whatever they hold, two that differ are two bookings. */
class OddKeysTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final String COMPOSED = "Zimmer-Gr\u00fcn";
    private static final List<String> KEYS = List.of(
            "a",
            "A",
            "ab",
            "a ",
            " a",
            "a/b",
            "a%2Fb",
            "a:b",
            "a\"b",
            "a'b",
            "a\\b",
            "a\u0000b",
            "a\nb",
            "a\u2028b",
            "a\u202eb",
            "a\u200bb",
            "../a",
            "*",
            "%",
            "_",
            ".",
            "null",
            "{}",
            "[]",
            "0",
            "-0",
            COMPOSED,
            Normalizer.normalize(COMPOSED, Normalizer.Form.NFD),
            "\ud83d\udd11",
            "\ud83d\udd11\ud83d\udd11",
            "4F6D1C0A-5C3E-4A0B-9A57-2D3C1B0A9F8E",
            "4f6d1c0a-5c3e-4a0b-9a57-2d3c1b0a9f8e",
            "k".repeat(10_000));

    @Test
    void verbs_keysThatAreAlmostTheSame_areOneStayEach() {
        Map<String, String> links = new HashMap<>();
        try (StayResults all =
                stays().issueAll(KEYS.stream().map(OddKeysTest::stay).iterator())) {
            all.forEachRemaining(result -> {
                assertThat(result.getFailure()).as(result.getAccessGrantKey()).isNull();
                assertThat(result.getStay().isNew()).isTrue();
                links.put(result.getAccessGrantKey(), result.getStay().getInstantKeyUrl());
            });
        }

        assertThat(links).hasSize(KEYS.size());
        assertThat(links.values()).doesNotHaveDuplicates();
        for (String key : KEYS) {
            assertThat(stays().get(key).getInstantKeyUrl()).as(key).isEqualTo(links.get(key));
            assertThat(stays().issue(stay(key)).getInstantKeyUrl()).as(key).isEqualTo(links.get(key));
        }
        for (String key : KEYS) {
            List<String> found = stays().list(key).stream()
                    .map(AccessGrant::getAccessGrantKey)
                    .toList();
            assertThat(found)
                    .as("prefix " + key)
                    .containsExactlyInAnyOrderElementsOf(
                            KEYS.stream().filter(one -> one.startsWith(key)).toList());
        }
        for (int i = 0; i < KEYS.size(); i++) {
            assertThat(stays().cancel(KEYS.get(i))).isTrue();
            assertThat(contract.seam().accessGrants().list()).hasSize(KEYS.size() - i - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u3000"})
    void verbs_blankKey_isRejectedByNameBeforeAnyRequest(String key) {
        Instant start = Instant.EPOCH;
        assertThatThrownBy(() -> stay(key)).hasMessage("accessGrantKey is blank");
        assertThatThrownBy(() -> stays().get(key)).hasMessage("accessGrantKey is blank");
        assertThatThrownBy(() -> stays().changeTimesNoEnd(key, start)).hasMessage("accessGrantKey is blank");
        assertThatThrownBy(() -> stays().newLink(key)).hasMessage("accessGrantKey is blank");
        assertThatThrownBy(() -> stays().cancel(key)).hasMessage("accessGrantKey is blank");
        assertThatThrownBy(() -> stays().list(key)).hasMessage("keyPrefix is blank");
        assertThat(contract.sandbox().wireMock().getAllServeEvents()).isEmpty();
    }

    /** It has no form in UTF-8: every such key would become the same one. */
    @Test
    void verbs_halfOfASurrogatePair_isRejectedBeforeAnyRequest() {
        String key = "booking-\ud83d";
        for (Throwable failure : new Throwable[] {
            catchThrowable(() -> stay(key)),
            catchThrowable(() -> stays().get(key)),
            catchThrowable(() -> stays().changeTimesNoEnd(key, Instant.EPOCH)),
            catchThrowable(() -> stays().newLink(key)),
            catchThrowable(() -> stays().cancel(key))
        }) {
            assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("surrogate");
        }
        assertThat(contract.sandbox().wireMock().getAllServeEvents()).isEmpty();
    }

    @Test
    void toString_keyWithLineEnds_isOneLine() {
        StayRequest request = stay("booking-7\nINFO forged\u2028line\u202e");
        StayRequest another = stay("booking-7\nINFO forged\u2028line\u202e", "another guest");
        stays().issue(request);

        List<StayResult> results = new ArrayList<>();
        try (StayResults all = stays().issueAll(List.of(request, another).iterator())) {
            all.forEachRemaining(results::add);
        }

        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.toString())
                        .startsWith("StayResult{accessGrantKey=booking-7 INFO forged")
                        .doesNotContain("\n", "\u2028", "\u202e"));
    }

    private static Stays stays() {
        return contract.seam().stays();
    }

    private static StayRequest stay(String key) {
        return stay(key, "guest of " + key);
    }

    private static StayRequest stay(String key, String guest) {
        return StayRequest.builder()
                .accessGrantKey(key)
                .newUser(NewUserIdentity.builder().userIdentityKey(guest).build())
                .acsEntranceIds(List.of(contract.sandbox().acsEntranceId("Room 101")))
                .startsAt(Instant.parse("2030-05-01T15:00:00Z"))
                .noEnd()
                .build();
    }
}
