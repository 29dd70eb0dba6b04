package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.upstream.Location;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Finds in the contract what a finding is about. */
final class ContractLocator {
    private static final String REQUEST = "/post/requestBody/content/application~1json/schema";
    private static final String RESPONSE = "/post/responses/200/content/application~1json/schema";

    private final Document contract;

    ContractLocator(Document contract) {
        this.contract = contract;
    }

    /**
     * A property, or the items of a list.
     *
     * @param pointer of the property or items
     * @param owner name of the schema that declares the property; empty for items
     * @param name of the property; empty for items
     */
    record Target(String pointer, String owner, String name) {}

    /** @return empty if the contract has no such field */
    Optional<Target> find(Location location) {
        String pointer = root(location);
        Target target = new Target(pointer, "", "");
        if (location.field().equals(".")) {
            return Optional.empty();
        }
        for (String step : location.field().replace("[]", ".[]").split("[.]")) {
            if (step.isEmpty()) {
                continue;
            }
            String object = resolved(target.pointer());
            target = step.equals("[]")
                    ? new Target(object + "/items", "", "")
                    : new Target(
                            object + "/properties" + Document.step(step),
                            object.substring(object.lastIndexOf('/') + 1),
                            step);
            if (contract.root().at(target.pointer()).isMissingNode()) {
                return Optional.empty();
            }
        }
        return Optional.of(target);
    }

    private String root(Location location) {
        String operation = "/paths" + Document.step(location.where());
        switch (location.subject()) {
            case "request":
                return operation + REQUEST;
            case "response":
                return operation + RESPONSE;
            default:
                return Document.SCHEMAS + Document.step(location.where());
        }
    }

    /** Returns the pointer of the schema that is referred to, or the same pointer. */
    String resolved(String pointer) {
        String resolved = pointer;
        while (contract.root().at(resolved).has("$ref")) {
            resolved = contract.root().at(resolved).get("$ref").textValue().substring(1);
        }
        return resolved;
    }

    /** Returns the schema itself if it is inline, or if nothing else refers to it; else empty. */
    Optional<String> own(String pointer) {
        JsonNode node = contract.root().at(pointer);
        if (!node.has("$ref")) {
            return Optional.of(pointer);
        }
        long uses = contract.root().findValuesAsText("$ref").stream()
                .filter(node.get("$ref").textValue()::equals)
                .count();
        return uses == 1 ? Optional.of(resolved(pointer)) : Optional.empty();
    }
}
