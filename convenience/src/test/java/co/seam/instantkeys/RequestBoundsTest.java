package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.generated.model.ListEventsRequest;
import co.seam.instantkeys.generated.model.ListSpacesRequest;
import co.seam.instantkeys.generated.model.MergeUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.UpdateUserIdentityRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract limits is checked before anything is sent. */
class RequestBoundsTest {
    private static final Instant START = Instant.parse("2026-07-12T16:00:00Z");
    private static final Instant END = Instant.parse("2026-07-12T22:00:00Z");

    static Stream<Arguments> rejected() {
        return Stream.of(
                rejected(
                        "between must hold exactly 2, but holds 1",
                        listEvents(events -> events.between(List.of(START)))),
                rejected(
                        "between must hold exactly 2, but holds 3",
                        listEvents(events -> events.between(List.of(START, END, END)))),
                rejected("between must be in order", listEvents(events -> events.between(List.of(END, START)))),
                rejected(
                        "limit must be at least 1, but is 0",
                        listEvents(events -> events.since(START).limit(0))),
                rejected(
                        "unstableOffset must be at least 0, but is -1",
                        listEvents(events -> events.since(START).unstableOffset(-1))),
                rejected(
                        "accessGrantIds must hold at most 100, but holds 101",
                        listEvents(events -> events.since(START).accessGrantIds(Collections.nCopies(101, "id")))),
                rejected(
                        "accessMethodIds must hold at most 100, but holds 101",
                        listEvents(events -> events.since(START).accessMethodIds(Collections.nCopies(101, "id")))),
                rejected(
                        "spaceIds must hold at most 100, but holds 101",
                        listEvents(events -> events.since(START).spaceIds(Collections.nCopies(101, "id")))),
                rejected(
                        "customerKey must have a length of at least 1, but has 0",
                        listEvents(events -> events.since(START).customerKey(""))),
                rejected(
                        "limit must be at least 1",
                        seam -> seam.accessGrants()
                                .list(ListAccessGrantsRequest.builder().limit(0).build())),
                rejected(
                        "limit must be at least 1",
                        seam -> seam.spaces()
                                .list(ListSpacesRequest.builder().limit(-5).build())),
                rejected(
                        "search must have a length of at least 1",
                        seam -> seam.acs()
                                .entrances()
                                .list(ListAcsEntrancesRequest.builder()
                                        .search("")
                                        .build())),
                rejected(
                        "fullName must have a length of at least 1",
                        seam -> seam.userIdentities()
                                .create(CreateUserIdentityRequest.builder()
                                        .fullName("")
                                        .build())),
                rejected(
                        "userIdentityKey must have a length of at least 1",
                        seam -> seam.userIdentities()
                                .update(UpdateUserIdentityRequest.builder()
                                        .userIdentityId("guest")
                                        .userIdentityKey("")
                                        .build())),
                rejected(
                        "mergedUserIdentityKeys[1] must have a length of at least 1",
                        seam -> seam.userIdentities()
                                .merge(MergeUserIdentitiesRequest.builder()
                                        .userIdentityKey("a")
                                        .mergedUserIdentityKeys(List.of("b", ""))
                                        .build())),
                rejected(
                        "accessGrantKeys[0] must have a length of at least 1",
                        seam -> seam.accessGrants()
                                .getRelated(GetRelatedAccessGrantsRequest.builder()
                                        .accessGrantKeys(List.of(""))
                                        .build())),
                rejected("accessGrantKey must have", create(grant -> grant.accessGrantKey(""))),
                rejected("reservationKey must have", create(grant -> grant.reservationKey(""))),
                rejected("spaceKeys[0] must have", create(grant -> grant.spaceKeys(List.of("")))),
                rejected(
                        "userIdentity.fullName must have",
                        create(grant -> grant.userIdentity(
                                NewUserIdentity.builder().fullName("").build()))),
                rejected(
                        "userIdentity.userIdentityKey must have",
                        create(grant -> grant.userIdentity(
                                NewUserIdentity.builder().userIdentityKey("").build()))));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void call_outsideTheBoundsOfTheContract_sendsNothing(String message, Consumer<Seam> call) throws Exception {
        try (RawServer server = RawServer.start(RawServer.succeed());
                Seam seam = client(server)) {
            IllegalArgumentException e = catchThrowableOfType(IllegalArgumentException.class, () -> call.accept(seam));

            assertThat(e).hasMessageStartingWith(message);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void listEvents_betweenTwoTimes_isSent() throws Exception {
        try (RawServer server = RawServer.start(RawServer.respond(200, "{\"events\":[],\"ok\":true}"));
                Seam seam = client(server)) {
            assertThatCode(() -> listEvents(events -> events.between(List.of(START, END))
                                    .limit(1)
                                    .unstableOffset(0)
                                    .spaceIds(Collections.nCopies(100, "id")))
                            .accept(seam))
                    .doesNotThrowAnyException();
            assertThatCode(() -> listEvents(events -> events.between(List.of(START, START)))
                            .accept(seam))
                    .doesNotThrowAnyException();

            assertThat(server.requests()).isEqualTo(2);
        }
    }

    private static Arguments rejected(String message, Consumer<Seam> call) {
        return Arguments.of(message, call);
    }

    private static Consumer<Seam> listEvents(Consumer<ListEventsRequest.Builder> change) {
        ListEventsRequest.Builder request = ListEventsRequest.builder();
        change.accept(request);
        return seam -> seam.events().list(request.build());
    }

    private static Consumer<Seam> create(Consumer<CreateAccessGrantRequest.Builder> change) {
        CreateAccessGrantRequest.Builder request = CreateAccessGrantRequest.builder()
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of());
        change.accept(request);
        return seam -> {
            CreateAccessGrantRequest grant = request.build();
            seam.accessGrants()
                    .create(
                            grant.getUserIdentity() == null
                                    ? grant.toBuilder().userIdentityId("guest").build()
                                    : grant);
        };
    }

    private static Seam client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .build();
    }
}
