package co.seam.instantkeys.spec.diff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/** Compares two documents, with openapi-diff, for users who send and read JSON themselves. */
final class WireApi {
    /** Rules that do not apply: enums are open, responses may have new variants, and the bearer format is not sent. */
    private static final List<String> IGNORED_RULES = List.of(
            "incompatible.response.enum.increased",
            "incompatible.response.oneof.increased",
            "incompatible.security.scheme.bearer.format.changed");

    private WireApi() {}

    /**
     * @param broken incompatible or removed operations, as method and path
     * @param added new operations, as method and path
     */
    record Verdict(boolean compatible, List<String> broken, List<String> added) {}

    static Verdict compare(Path older, Path newer) {
        OpenApiDiffOptions.Builder options = OpenApiDiffOptions.builder();
        IGNORED_RULES.forEach(rule -> options.configProperty(rule, "false"));
        ChangedOpenApi changed = OpenApiCompare.fromFiles(older.toFile(), newer.toFile(), null, options.build());
        List<String> broken = new ArrayList<>();
        changed.getMissingEndpoints().forEach(removed -> broken.add(removed.getMethod() + " " + removed.getPathUrl()));
        changed.getChangedOperations().stream()
                .filter(operation -> operation.isIncompatible())
                .forEach(operation -> broken.add(operation.getHttpMethod() + " " + operation.getPathUrl()));
        List<String> added = changed.getNewEndpoints().stream()
                .map(operation -> operation.getMethod() + " " + operation.getPathUrl())
                .toList();
        return new Verdict(!changed.isIncompatible(), broken, added);
    }
}
