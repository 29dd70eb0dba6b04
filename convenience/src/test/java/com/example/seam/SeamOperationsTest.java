package com.example.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Paginated;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamList;
import co.seam.instantkeys.SeamNotFoundException;
import co.seam.instantkeys.SeamOperations;
import co.seam.instantkeys.SeamResponseException;
import co.seam.instantkeys.generated.api.AcsSystemsApi;
import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.api.SpacesApi;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemsResponse;
import co.seam.instantkeys.generated.model.DeleteInstantKeyRequest;
import co.seam.instantkeys.generated.model.GetSpaceRequest;
import co.seam.instantkeys.generated.model.ListAcsSystemsRequest;
import co.seam.instantkeys.generated.model.ListSpacesRequest;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.SpaceResponse;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operations in a package other than the client's, as they are generated for the whole API. */
class SeamOperationsTest {
    private static SeamSandbox sandbox;
    private static Seam seam;
    private static Generated operations;

    @BeforeAll
    static void start() {
        sandbox = SeamSandbox.start();
        seam = Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .build();
        operations = new Generated(seam);
    }

    @AfterAll
    static void stop() {
        seam.close();
        sandbox.close();
    }

    @Test
    void list_pagesOfOne_hasEachItem() {
        ListSpacesRequest request = ListSpacesRequest.builder().limit(1).build();

        assertThat(operations.spaces(request))
                .extracting(Space::getSpaceId)
                .hasSizeGreaterThan(1)
                .containsExactlyElementsOf(
                        seam.spaces().list().stream().map(Space::getSpaceId).toList());
    }

    @Test
    void list_withoutPages_isTheResult() {
        assertThat(operations.systems()).isEqualTo(seam.acs().systems().list());
    }

    @Test
    void get_anotherResourceThanRequested_isUnreadable() {
        Space space = seam.spaces().list().iterator().next();
        GetSpaceRequest request =
                GetSpaceRequest.builder().spaceId(space.getSpaceId()).build();

        assertThat(operations.space(request)).isEqualTo(space);
        assertThatThrownBy(() -> operations.another(request))
                .isInstanceOf(SeamResponseException.class)
                .hasMessageContaining("of another resource");
    }

    @Test
    void delete_unknownId_isATypedException() {
        DeleteInstantKeyRequest request = DeleteInstantKeyRequest.builder()
                .instantKeyId("00000000-0000-4000-8000-000000000000")
                .build();

        assertThatThrownBy(() -> operations.delete(request)).isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void checks_invalidArguments_areThoseOfTheClient() {
        Generated.checkValid();
        assertThatThrownBy(Generated::checkBlank).hasMessage("a is blank");
        assertThatThrownBy(Generated::checkNull).hasMessage("a is null");
        assertThatThrownBy(() -> new Generated(null)).hasMessage("seam is null");
    }

    private static final class Generated extends SeamOperations {
        Generated(Seam seam) {
            super(seam);
        }

        Paginated<Space> spaces(ListSpacesRequest request) {
            return paginate(request, api(SpacesApi.class)::list);
        }

        SeamList<AcsSystem> systems() {
            return list(
                    api(AcsSystemsApi.class)
                            .list(ListAcsSystemsRequest.builder().build()),
                    AcsSystemsResponse::getAcsSystems);
        }

        Space space(GetSpaceRequest request) {
            return execute(
                    api(SpacesApi.class).get(request),
                    SpaceResponse::getSpace,
                    space -> matches(request.getSpaceId(), space.getSpaceId()) && matches("a", "b", List.of("a")));
        }

        Space another(GetSpaceRequest request) {
            return execute(
                    api(SpacesApi.class).get(request),
                    SpaceResponse::getSpace,
                    space -> matches("another", space.getSpaceId()));
        }

        void delete(DeleteInstantKeyRequest request) {
            execute(api(InstantKeysApi.class).delete(request));
        }

        static void checkValid() {
            notNull("a", "b");
            exactlyOne("a and b", "a", emptyToNull(List.of()));
            atLeastOne("a and b", "a", null);
            size("a", List.of(1), 1, 1);
            range("a", 1, 1, 1);
            length("a", "b", 1, 1);
            lengths("a", List.of("b"), 1, 1);
            ascending("a", List.of(Instant.EPOCH));
        }

        static void checkBlank() {
            notBlank("a", " ");
        }

        static void checkNull() {
            notNull("a", null);
        }
    }
}
