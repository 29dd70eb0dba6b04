package co.seam.instantkeys.spec.upstream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A document with some edits, and the findings that are expected of it. */
final class Edited {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private final String name;
    private final JsonNode root;
    final List<String> findings = new ArrayList<>();

    Edited(String name, JsonNode root) {
        this.name = name;
        this.root = root.deepCopy();
    }

    /** Parses JSON with single quotes, which may be left out around names. */
    static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    Edited put(String pointer, String json) throws JsonProcessingException {
        parent(pointer).set(last(pointer), json(json));
        return this;
    }

    Edited remove(String pointer) {
        parent(pointer).remove(last(pointer));
        return this;
    }

    Edited move(String from, String to) {
        JsonNode moved = root.at(from);
        remove(from);
        parent(to).set(last(to), moved);
        return this;
    }

    /** @param finding impact, location and text, or a part of an error message */
    Edited expect(String finding) {
        findings.add(finding);
        return this;
    }

    String json() {
        return root.toString();
    }

    private ObjectNode parent(String pointer) {
        return (ObjectNode) root.requiredAt(JsonPointer.compile(pointer).head());
    }

    private static String last(String pointer) {
        return JsonPointer.compile(pointer).last().getMatchingProperty();
    }

    @Override
    public String toString() {
        return name;
    }
}
