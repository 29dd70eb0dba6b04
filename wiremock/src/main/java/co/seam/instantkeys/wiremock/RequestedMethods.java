package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code requested_access_methods}. Each gets the id of the access method that is to be made for it. */
final class RequestedMethods {
    private static final Map<AccessMethodMode, String> NAMES = Map.of(
            AccessMethodMode.CODE, "PIN Code Credential",
            AccessMethodMode.CARD, "Card Credential",
            AccessMethodMode.MOBILE_KEY, "Mobile Key Credential",
            AccessMethodMode.CLOUD_KEY, "Cloud Key Credential");

    private RequestedMethods() {}

    static List<RequestedAccessMethod> read(Input input, Instant now) {
        List<RequestedAccessMethod> requested = new ArrayList<>();
        List<Input> methods = input.required("requested_access_methods").each(Field::object);
        if (methods != null) {
            methods.forEach(method -> read(method, now, requested));
        }
        return requested;
    }

    private static void read(Input input, Instant now, List<RequestedAccessMethod> requested) {
        AccessMethodMode mode = input.required("mode").oneOf(AccessMethodMode::of, AccessMethodMode.known());
        Field code = input.optional("code");
        String pin = code.pin();
        Field useCount = input.optional("instant_key_max_use_count");
        Integer count = useCount.count();
        if (mode == null) {
            return;
        }
        RequestedAccessMethod.Builder method = RequestedAccessMethod.builder()
                .mode(mode)
                .displayName(NAMES.getOrDefault(mode, mode + " credential"))
                .createdAt(now)
                .createdAccessMethodIds(List.of(Workspace.newId()));
        if (input.has("code") && !mode.equals(AccessMethodMode.CODE)) {
            code.refuse("Only for mode code");
        }
        if (pin != null) {
            method.code(pin);
        }
        if (mode.equals(AccessMethodMode.MOBILE_KEY)) {
            method.instantKeyMaxUseCount(count == null ? 1 : count);
        } else if (input.has("instant_key_max_use_count")) {
            useCount.refuse("Only for mode mobile_key");
        }
        requested.add(method.build());
    }
}
