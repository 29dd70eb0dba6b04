package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flattens the API's tree of messages, {@code {"_errors": [..], "param": {"_errors": [..], "child": {..}}}}, to messages by
 * dotted path. What does not look like that tree is passed over.
 */
final class ValidationErrors {
    private static final String MESSAGES = "_errors";

    private ValidationErrors() {}

    static Map<String, List<String>> flatten(@Nullable ErrorDetail detail) {
        Map<String, List<String>> flat = new LinkedHashMap<>();
        if (detail != null && detail.getValidationErrors() != null) {
            collect("", detail.getValidationErrors(), flat);
        }
        return Collections.unmodifiableMap(flat);
    }

    private static void collect(String path, Map<String, @Nullable Object> node, Map<String, List<String>> flat) {
        List<String> messages = new ArrayList<>();
        Object own = node.get(MESSAGES);
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
        node.forEach((name, child) -> {
            if (!name.equals(MESSAGES) && child instanceof Map) {
                @SuppressWarnings("unchecked") // raw JSON: an object's keys are strings
                Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) child;
                collect(path.isEmpty() ? name : path + "." + name, object, flat);
            }
        });
    }
}
