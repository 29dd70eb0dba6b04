package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodRelatedResource;
import co.seam.instantkeys.generated.model.GetRelatedAccessMethodsRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import java.util.List;
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
}
