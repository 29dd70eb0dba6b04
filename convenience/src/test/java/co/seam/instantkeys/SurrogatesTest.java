package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.GetUserIdentityRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Half of a surrogate pair, as in truncated emoji, has no form in UTF-8: the server would get a question mark. */
class SurrogatesTest {
    private static final String HALF = "Jo \uD83D";
    private static final String OTHER_HALF = "\uDD11 key";
    private static final Behavior OK = RawServer.respond(200, "{\"ok\":true}");

    static Stream<Arguments> values() {
        return Stream.of(
                setter("fullName", () -> CreateUserIdentityRequest.builder().fullName(HALF)),
                setter("fullName", () -> NewUserIdentity.builder().fullName(OTHER_HALF)),
                setter("fullName", () -> NewUserIdentity.builder().fullName("\uDD11\uD83D")),
                setter("accessGrantKey", () -> StayRequest.builder().accessGrantKey("b\uD83E")),
                setter(
                        "acsEntranceIds",
                        () -> CreateAccessGrantRequest.builder().acsEntranceIds(List.of("a", HALF))),
                setter("mode", () -> NewAccessMethod.builder().mode(AccessMethodMode.of(HALF))),
                setter("floor", () -> NewUserIdentity.builder().putAdditionalProperty("floor", HALF)),
                setter(
                        "floor",
                        () -> NewUserIdentity.builder().putAdditionalProperty("floor", List.of(Map.of("a", HALF)))),
                setter("floor", () -> NewUserIdentity.builder().putAdditionalProperty("floor", Map.of(HALF, "a"))),
                setter("name", () -> NewUserIdentity.builder().putAdditionalProperty(HALF, "a")));
    }

    private static Arguments setter(String parameter, ThrowingCallable call) {
        return Arguments.of(parameter, call);
    }

    @ParameterizedTest
    @MethodSource("values")
    void setter_halfOfASurrogatePair_isRejectedByName(String parameter, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(parameter + " holds half of a surrogate pair at index ");
    }

    @Test
    void lookup_keyWithHalfOfASurrogatePair_isRejectedBeforeAnyRequest() throws Exception {
        try (RawServer server = RawServer.start(OK);
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().getByKey("b\uD83D"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("accessGrantKey");

            assertThat(server.requests()).isZero();
        }
    }

    /** What comes from a response is not checked by a setter. */
    @Test
    void rawApi_modelReadFromJson_isRejectedBeforeAnyRequest() throws Exception {
        Gson gson = new GsonBuilder()
                .registerTypeAdapterFactory(new SeamTypeAdapterFactory())
                .create();
        GetUserIdentityRequest request =
                gson.fromJson("{\"user_identity_key\":\"b\\ud83d\"}", GetUserIdentityRequest.class);
        try (RawServer server = RawServer.start(OK);
                Seam seam = client(server)) {
            assertThatThrownBy(
                            () -> seam.api(UserIdentitiesApi.class).get(request).execute())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("half of a surrogate pair");

            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void setter_wholePairs_areKept() {
        assertThat(NewUserIdentity.builder()
                        .fullName("Jo \uD83D\uDD11\uD83D\uDD11")
                        .build()
                        .getFullName())
                .isEqualTo("Jo \uD83D\uDD11\uD83D\uDD11");
    }

    private static Seam client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .build();
    }
}
