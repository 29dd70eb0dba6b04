package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of {@code requested_access_methods} in a request. */
final class AccessMethodInput {
    final AccessMethodMode mode;
    final @Nullable String code;
    final int useCount;

    private AccessMethodInput(AccessMethodMode mode, @Nullable String code, int useCount) {
        this.mode = mode;
        this.code = code;
        this.useCount = useCount;
    }

    /** Reads {@code requested_access_methods}; problems are added to the input. */
    static List<AccessMethodInput> readAll(Field requestedAccessMethods) {
        List<AccessMethodInput> requests = requestedAccessMethods.each(item -> {
            Input input = item.object();
            return input == null ? null : read(input);
        });
        return requests == null ? List.of() : requests;
    }

    private static @Nullable AccessMethodInput read(Input input) {
        AccessMethodMode mode = input.required("mode").mode();
        Field code = input.optional("code");
        String pin = code.pin();
        Field useCount = input.optional("instant_key_max_use_count");
        Integer count = useCount.count();
        if (mode == null) {
            return null;
        }
        if (input.has("code") && !mode.equals(AccessMethodMode.CODE)) {
            code.addProblem("Only for mode code");
        }
        if (input.has("instant_key_max_use_count") && !mode.equals(AccessMethodMode.MOBILE_KEY)) {
            useCount.addProblem("Only for mode mobile_key");
        }
        return new AccessMethodInput(mode, pin, count == null ? 1 : count);
    }
}
