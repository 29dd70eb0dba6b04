package co.seam.instantkeys.spec.stubs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A WireMock mapping that rejects an API key which selects no outcome, such as one with a typing error. Without it,
 * such a key would get success, and a test of a failure would never see one.
 */
final class UnknownKeyMapping {
    static final String NAME = "unknown_key";

    private UnknownKeyMapping() {}

    /**
     * @param operationNames those of all operations
     * @param unauthorized mapping of any operation, whose envelope this one takes
     */
    static ObjectNode of(Stream<String> operationNames, ObjectNode unauthorized) {
        String statuses = Arrays.stream(StubMapping.Outcome.values())
                .map(outcome -> String.valueOf(outcome.status))
                .collect(Collectors.joining("|"));
        ObjectNode mapping = unauthorized.deepCopy();
        mapping.put(
                        "id",
                        UUID.nameUUIDFromBytes(NAME.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("name", NAME);
        ObjectNode request = mapping.putObject("request").put("method", "ANY").put("urlPathPattern", "/.*");
        // one pattern: WireMock must not take half a match for a near miss, and name this stub in place of another
        request.putObject("headers")
                .putObject("Authorization")
                .put(
                        "matches",
                        "Bearer seam_(at1_)?stub(?!(_(" + operationNames.collect(Collectors.joining("|")) + "))?_("
                                + statuses + ")$).+");
        mapping.withObject("/response/jsonBody/error")
                // no whole key: clients mask whatever looks like one
                .put(
                        "message",
                        "This API key selects no stub. After \"stub\" write a status, as in \"_404\", or an"
                                + " operation and a status, as in \"_instant_keys_get_404\". The statuses are "
                                + statuses.replace("|", ", ") + ".");
        mapping.putObject("metadata")
                .put(
                        "generated_from",
                        unauthorized.at("/metadata/generated_from").textValue());
        return mapping;
    }
}
