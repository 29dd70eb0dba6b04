package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodRelatedResource;
import co.seam.instantkeys.generated.model.GetRelatedAccessMethodsRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListAccessMethodsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The access methods of grants: mobile keys, PIN codes, cards. Thread-safe. */
public final class AccessMethods extends AccessMethodsOperations {
    AccessMethods(CallExecutor calls) {
        super(calls);
    }

    List<InstantKey> instantKeys(String accessGrantId) {
        List<String> ids = list(accessGrantId).stream()
                .map(AccessMethod::getAccessMethodId)
                .collect(Collectors.toList());
        if (ids.isEmpty()) {
            return List.of();
        }
        return getRelated(GetRelatedAccessMethodsRequest.builder()
                        .accessMethodIds(ids)
                        .include(List.of(AccessMethodRelatedResource.INSTANT_KEYS))
                        .build())
                .getInstantKeys();
    }

    /** Lists all access methods of a grant, each page within the nanoseconds that are left then. */
    List<AccessMethod> listWithin(LongSupplier nanosLeft, String accessGrantId) {
        ListAccessMethodsRequest request =
                ListAccessMethodsRequest.builder().accessGrantId(accessGrantId).build();
        List<AccessMethod> all = new ArrayList<>();
        calls.paginate(request, page -> CallExecutor.within(nanosLeft.getAsLong(), api().list(page)))
                .forEach(all::add);
        return List.copyOf(all);
    }
}
