package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flattens the API's tree of messages, {@code {"_errors": [..], "param": {"_errors": [..], "child": {..}}}}, to
 * messages by dotted path. Ignores everything that does not have that form.
 */
final class ValidationErrors {
    private static final String MESSAGES = "_errors";

    private ValidationErrors() {}

    static Map<String, List<String>> flatten(@Nullable ErrorDetail detail) {
        Map<String, List<String>> flat = new LinkedHashMap<>();
        if (detail != null) {
            collect("", detail.getValidationErrors(), flat);
        }
        return Collections.unmodifiableMap(flat);
    }

    private static void collect(String path, @Nullable Object node, Map<String, List<String>> flat) {
        if (!(node instanceof Map)) {
            return;
        }
        List<String> messages = new ArrayList<>();
        Object own = ((Map<?, ?>) node).get(MESSAGES);
        if (own instanceof List) {
            for (Object message : (List<?>) own) {
                if (message instanceof String) {
                    messages.add((String) message);
                }
            }
        }
        if (!messages.isEmpty()) {
            flat.put(path, List.copyOf(messages));
        }
        ((Map<?, ?>) node).forEach((name, child) -> {
            if (!MESSAGES.equals(name)) {
                collect(path.isEmpty() ? String.valueOf(name) : path + "." + name, child, flat);
            }
        });
    }
}
