package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which credentials open an operation of the public document. */
final class Credentials {
    private Credentials() {}

    /** Returns the credentials of the contract that open the operation. One may send more than is required. */
    static List<JsonNode> accepted(Document contract, Document upstream, String path) {
        List<Set<String>> theirs = required(upstream, path);
        List<JsonNode> accepted = new ArrayList<>();
        contract.root().path("security").forEach(ours -> {
            if (theirs.stream().anyMatch(names(ours)::containsAll)) {
                accepted.add(ours);
            }
        });
        return accepted;
    }

    /** Returns the credentials that open the operation, for a message. */
    static String shown(Document upstream, String path) {
        return required(upstream, path).stream()
                .map(names -> String.join("+", names))
                .collect(Collectors.joining(", "));
    }

    private static List<Set<String>> required(Document upstream, String path) {
        JsonNode operation = upstream.root().path("paths").path(path).path("post");
        JsonNode security = operation.has("security")
                ? operation.get("security")
                : upstream.root().path("security");
        List<Set<String>> required = new ArrayList<>();
        security.forEach(requirement -> required.add(names(requirement)));
        return required.isEmpty() ? List.of(Set.of()) : required;
    }

    private static Set<String> names(JsonNode requirement) {
        Set<String> names = new LinkedHashSet<>();
        requirement.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
