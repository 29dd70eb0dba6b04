package co.seam.instantkeys.spec.stubs;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/**
 * A WireMock mapping: the response of one operation in one outcome. Success is for any API key, and the others for keys
 * that request them: {@code seam_stub_404} for every operation, {@code seam_stub_instant_keys_get_404} for that
 * one. Every client lets its user choose the key, so that this needs no call to WireMock, and tests can run in
 * parallel.
 */
final class StubMapping {
    /** Text that every mapping has, and none that a person wrote. */
    static final String MARK = "\"generated_from\"";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    enum Outcome {
        SUCCESS(200, ""),
        INVALID_INPUT(400, "invalid_input"),
        UNAUTHORIZED(401, "unauthorized"),
        NOT_FOUND(404, "not_found"),
        TOO_MANY_REQUESTS(429, "too_many_requests"),
        SERVER_ERROR(500, "internal_server_error");

        final int status;

        /** Name of the example to respond with; empty for the first. */
        private final String example;

        Outcome(int status, String example) {
            this.status = status;
            this.example = example;
        }
    }

    private final Document document;
    private final String path;
    private final Outcome outcome;
    final String operationName;
    private final JsonNode operation;
    private final JsonNode requestExample;

    StubMapping(Document document, String path, Outcome outcome) {
        this.document = document;
        this.path = path;
        this.outcome = outcome;
        operationName = path.substring(1).replace('/', '_');
        operation = document.root().at(pointer());
        requestExample = example(operation.path("requestBody"), "");
        if (!requestExample.isObject()) {
            throw lacks("an example of its request");
        }
    }

    /** Returns a unique name, such as {@code instant_keys_get_404}. */
    String name() {
        return operationName + "_" + outcome.status;
    }

    ObjectNode mapping() {
        byte[] name = name().getBytes(StandardCharsets.UTF_8);
        ObjectNode mapping = NODES.objectNode()
                .put("id", UUID.nameUUIDFromBytes(name).toString())
                .put("name", name())
                // stubs that people add have 5 by default, which wins
                .put("priority", outcome == Outcome.SUCCESS ? 9 : 8);
        mapping.set("request", request());
        mapping.set("response", response());
        mapping.set("metadata", metadata());
        return mapping;
    }

    private ObjectNode request() {
        ObjectNode request = NODES.objectNode().put("method", "POST").put("urlPath", path);
        ObjectNode headers = request.putObject("headers");
        ObjectNode authorization = headers.putObject("Authorization");
        String requested = "Bearer seam_(at1_)?stub(_" + operationName + ")?_" + outcome.status;
        if (outcome == Outcome.SUCCESS) {
            authorization.put("matches", "Bearer .+");
            headers.putObject("Content-Type").put("contains", "application/json");
        } else if (outcome == Outcome.UNAUTHORIZED) {
            ArrayNode either = authorization.putArray("or");
            either.addObject().put("absent", true);
            either.addObject().put("matches", requested);
        } else {
            authorization.put("matches", requested);
        }
        return request;
    }

    private ObjectNode response() {
        JsonNode responses = operation.path("responses");
        String status = String.valueOf(outcome.status);
        JsonNode declared = document.resolve(responses.has(status) ? responses.get(status) : responses.path("default"));
        ObjectNode response = NODES.objectNode().put("status", outcome.status);
        ObjectNode headers = response.putObject("headers").put("Content-Type", "application/json; charset=utf-8");
        declared.path("headers").properties().forEach(header -> {
            JsonNode example = document.resolve(header.getValue()).path("example");
            if (example.isTextual()) {
                headers.put(header.getKey(), example.textValue());
            }
        });
        if (outcome == Outcome.TOO_MANY_REQUESTS) {
            headers.put("Retry-After", "1"); // seconds: clients wait that long
        }
        JsonNode body = body(declared);
        response.set("jsonBody", body);
        if (outcome == Outcome.SUCCESS
                && repeatIds(body.path(operation.path("x-response-key").asText()))) {
            response.putArray("transformers").add("response-template");
        }
        return response;
    }

    private JsonNode body(JsonNode declared) {
        JsonNode body = example(declared, outcome.example).deepCopy();
        if (!body.isObject()) {
            throw lacks("an example" + (outcome.example.isEmpty() ? "" : " named " + outcome.example)
                    + " of its response " + outcome.status);
        }
        // all operations share one example of each error response: adapt it to the request of this one
        if (outcome == Outcome.INVALID_INPUT) {
            rejectEachField(body.withObjectProperty("error"));
        } else if (outcome == Outcome.NOT_FOUND) {
            reportMissingResource(body.withObjectProperty("error"));
        }
        return body;
    }

    /**
     * Lets the result repeat the ids, keys and links of the request, as the API does: clients check that. Returns
     * whether there are any.
     */
    private boolean repeatIds(JsonNode result) {
        JsonNode request = document.resolve(operation.at("/requestBody/content/application~1json/schema"));
        boolean repeats = false;
        for (Map.Entry<String, JsonNode> property : result.properties()) {
            String name = property.getKey();
            boolean identifies =
                    name.matches(".*_(id|key|url)") && property.getValue().isTextual();
            if (identifies && request.path("properties").has(name)) {
                property.setValue(NODES.textNode("{{jsonPath request.body '$." + name + "' default='"
                        + property.getValue().textValue() + "'}}"));
                repeats = true;
            }
        }
        return repeats;
    }

    private void rejectEachField(ObjectNode error) {
        ObjectNode tree = rejected(requestExample);
        int messages =
                tree.findValues("_errors").stream().mapToInt(JsonNode::size).sum();
        error.put("message", messages + (messages == 1 ? " input error" : " input errors"));
        error.set("validation_errors", tree);
    }

    /** Returns a tree of messages with the shape of the value, and one message at each leaf. */
    private static ObjectNode rejected(JsonNode value) {
        ObjectNode node = NODES.objectNode();
        ArrayNode messages = node.putArray("_errors");
        value.properties().forEach(field -> node.set(field.getKey(), rejected(field.getValue())));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            node.set(String.valueOf(i), rejected(value.get(i)));
        }
        if (node.size() == 1) {
            messages.add("Rejected by this stub");
        }
        return node;
    }

    /** Reports as not found the first resource that the request refers to by id. */
    private void reportMissingResource(ObjectNode error) {
        error.put("type", "not_found").put("message", "Nothing found.").remove("data");
        for (Map.Entry<String, JsonNode> field : requestExample.properties()) {
            String idName = field.getKey().replaceFirst("_ids$", "_id");
            if (idName.endsWith("_id")) {
                String resource = idName.substring(0, idName.length() - "_id".length());
                JsonNode id = field.getValue().isArray() ? field.getValue().path(0) : field.getValue();
                error.put("type", resource + "_not_found")
                        .put("message", "No such " + resource.replace('_', ' ') + ".");
                error.putObject("data").set(idName, id);
                return;
            }
        }
    }

    private ObjectNode metadata() {
        ObjectNode metadata = NODES.objectNode()
                .put("generated_from", Path.of(document.name()).getFileName().toString())
                .put("operation", operation.path("operationId").asText())
                .put("outcome", outcome == Outcome.SUCCESS ? "success" : outcome.example);
        metadata.set("request_example", requestExample);
        return metadata;
    }

    /** Returns the value of the example, or of the first one if the name is empty; missing if there is none. */
    private JsonNode example(JsonNode requestOrResponse, String name) {
        JsonNode examples = requestOrResponse.at("/content/application~1json/examples");
        Iterator<JsonNode> all = examples.elements();
        JsonNode first = all.hasNext() ? all.next() : MissingNode.getInstance();
        return document.resolve(name.isEmpty() ? first : examples.path(name)).path("value");
    }

    private String pointer() {
        return "/paths" + Document.step(path) + "/post";
    }

    private InvalidInputException lacks(String what) {
        int line = document.line(pointer());
        return new InvalidInputException(
                document.name() + (line == 0 ? "" : ":" + line) + ": POST " + path + " lacks " + what + ".");
    }
}
