package co.seam.instantkeys.spec.openapi;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.OPEN;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** Checks that the parts of a document which this tool reads have the JSON type that OpenAPI gives them. */
final class StructureValidator {
    private final Document document;

    StructureValidator(Document document) {
        this.document = document;
    }

    /** @throws InvalidInputException for the first part of another type */
    void check() {
        JsonNode root = document.root();
        each(root, "", "paths", this::checkPath);
        JsonNode components = root.path("components");
        each(components, "/components", "schemas", this::checkSchema);
        each(components, "/components", "requestBodies", this::checkBody);
        each(components, "/components", "responses", this::checkBody);
        each(components, "/components", "parameters", this::checkParameter);
    }

    private void checkPath(JsonNode path, String at) {
        eachItem(path, at, "parameters", this::checkParameter);
        for (String method : Document.METHODS) {
            if (path.has(method)) {
                checkOperation(path.get(method), at + "/" + method);
            }
        }
    }

    private void checkOperation(JsonNode operation, String at) {
        require(operation, at, JsonNode::isObject, "an object");
        eachItem(operation, at, "parameters", this::checkParameter);
        if (operation.has("requestBody")) {
            checkBody(operation.get("requestBody"), at + "/requestBody");
        }
        each(operation, at, "responses", this::checkBody);
    }

    private void checkParameter(JsonNode parameter, String at) {
        require(parameter, at, JsonNode::isObject, "an object");
        checkSchemaIn(parameter, at);
    }

    private void checkBody(JsonNode body, String at) {
        require(body, at, JsonNode::isObject, "an object");
        each(body, at, "content", this::checkSchemaIn);
    }

    private void checkSchemaIn(JsonNode parent, String at) {
        if (parent.has("schema")) {
            checkSchema(parent.get("schema"), at + "/schema");
        }
    }

    private void checkSchema(JsonNode schema, String at) {
        require(schema, at, JsonNode::isObject, "a schema");
        requireIn(schema, at, "$ref", JsonNode::isTextual, "a string");
        requireIn(schema, at, TYPE, JsonNode::isTextual, "a string, as in OpenAPI 3.0");
        requireIn(schema, at, ENUM, JsonNode::isArray, "a list");
        eachItem(schema, at, REQUIRED, (name, pointer) -> require(name, pointer, JsonNode::isTextual, "a string"));
        each(schema, at, PROPERTIES, this::checkSchema);
        for (String composition : Document.COMPOSITIONS) {
            eachItem(schema, at, composition, this::checkSchema);
        }
        if (schema.has(ITEMS)) {
            checkSchema(schema.get(ITEMS), at + "/" + ITEMS);
        }
        if (schema.has(OPEN) && !schema.get(OPEN).isBoolean()) {
            checkSchema(schema.get(OPEN), at + "/" + OPEN);
        }
    }

    private interface Check {
        void of(JsonNode node, String at);
    }

    /** Checks each value of an optional object. The values must be objects too. */
    private void each(JsonNode parent, String at, String name, Check check) {
        requireIn(parent, at, name, JsonNode::isObject, "an object");
        parent.path(name).properties().forEach(part -> {
            String pointer = at + "/" + name + Document.step(part.getKey());
            require(part.getValue(), pointer, JsonNode::isObject, "an object");
            check.of(part.getValue(), pointer);
        });
    }

    private void eachItem(JsonNode parent, String at, String name, Check check) {
        requireIn(parent, at, name, JsonNode::isArray, "a list");
        for (int i = 0; i < parent.path(name).size(); i++) {
            check.of(parent.path(name).get(i), at + "/" + name + "/" + i);
        }
    }

    private void requireIn(JsonNode parent, String at, String name, Predicate<JsonNode> kind, String kindName) {
        if (parent.has(name)) {
            require(parent.get(name), at + "/" + name, kind, kindName);
        }
    }

    private void require(JsonNode node, String at, Predicate<JsonNode> kind, String kindName) {
        if (!kind.test(node)) {
            throw new InvalidInputException(document.at(at) + ": " + at + " must be " + kindName + ".");
        }
    }
}
