package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Problems of one request, by the dotted path of the parameter; the empty path is the request as a whole. */
final class ValidationProblems {
    private static final String MESSAGES = "_errors";

    private final Map<String, List<String>> byPath = new LinkedHashMap<>();

    void add(String path, String message) {
        byPath.computeIfAbsent(path, p -> new ArrayList<>()).add(message);
    }

    /** @throws ApiError if there are any problems */
    void check() {
        if (!byPath.isEmpty()) {
            throw new ApiError(
                    400,
                    ErrorDetail.builder()
                            .type("invalid_input")
                            .message(summary())
                            .validationErrors(tree())
                            .build());
        }
    }

    private String summary() {
        List<String> lines = new ArrayList<>();
        byPath.forEach((path, messages) ->
                messages.forEach(message -> lines.add(path.isEmpty() ? message : message + " for \"" + path + "\"")));
        return lines.size() == 1 ? lines.get(0) : lines.size() + " input errors: " + String.join("; ", lines);
    }

    /**
     * Returns {@code {"_errors": [], "list": {"_errors": [], "0": {"_errors": ["..."]}}}}, the form of errors in the
     * zod library.
     */
    private Map<String, Object> tree() {
        Map<String, Object> root = node();
        byPath.forEach((path, messages) -> {
            Map<String, Object> node = root;
            if (!path.isEmpty()) {
                for (String name : path.split("\\.")) {
                    node = child(node, name);
                }
            }
            node.put(MESSAGES, messages);
        });
        return root;
    }

    @SuppressWarnings("unchecked") // all values but the messages are nodes
    private static Map<String, Object> child(Map<String, Object> node, String name) {
        Object child = node.computeIfAbsent(name, n -> node());
        return child instanceof Map ? (Map<String, Object>) child : node; // a field may be named like the messages
    }

    private static Map<String, Object> node() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put(MESSAGES, List.of());
        return node;
    }
}
