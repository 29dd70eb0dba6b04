package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import java.util.List;
import okhttp3.OkHttpClient;

/**
 * The facade, as its users call it. It derives an HTTP client of its own from the given one, on the same connections,
 * without redirects and with an interceptor that sends writes at most once.
 */
final class SeamClient implements Client {
    private final Seam seam;
    private final Work work;

    SeamClient(OkHttpClient okHttp, String endpoint, Work work) {
        this.work = work;
        seam = Seam.builder()
                .apiKey(Contender.API_KEY)
                .endpoint(endpoint)
                .httpClient(okHttp)
                .build();
    }

    @Override
    public Object call() {
        switch (work) {
            case GENERATE:
                return seam.userIdentities().generateInstantKey(Bodies.USER);
            case CREATE_GRANT:
                return seam.accessGrants().create(grant());
            case GRANTS_100:
                return seam.accessGrants()
                        .list(ListAccessGrantsRequest.builder().build())
                        .firstPage()
                        .getItems();
            default:
                return seam.instantKeys().list(ListInstantKeysRequest.builder().build());
        }
    }

    static CreateAccessGrantRequest grant() {
        return CreateAccessGrantRequest.builder()
                .userIdentityId(Bodies.USER)
                .requestedAccessMethods(List.of(
                        NewAccessMethod.builder()
                                .mode(AccessMethodMode.MOBILE_KEY)
                                .instantKeyMaxUseCount(1)
                                .build(),
                        NewAccessMethod.builder()
                                .mode(AccessMethodMode.CODE)
                                .code("4821")
                                .build()))
                .acsEntranceIds(List.of(Bodies.ENTRANCE))
                .startsAt(Bodies.ARRIVAL)
                .endsAt(Bodies.DEPARTURE)
                .name("Room 101")
                .accessGrantKey("booking-7")
                .build();
    }
}
