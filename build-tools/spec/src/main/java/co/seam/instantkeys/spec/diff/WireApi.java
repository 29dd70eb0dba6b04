package co.seam.instantkeys.spec.diff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/** How two documents differ for who sends and reads bodies by hand, by openapi-diff. */
final class WireApi {
    /** Enums are open, and an answer may be of a kind that came later; the rest is not sent. */
    private static final List<String> BORNE = List.of(
            "incompatible.response.enum.increased",
            "incompatible.response.oneof.increased",
            "incompatible.security.scheme.bearer.format.changed");

    private WireApi() {}

    /**
     * @param broken operations, as method and path
     * @param added operations
     */
    record Verdict(boolean compatible, List<String> broken, List<String> added) {}

    static Verdict compare(Path older, Path newer) {
        OpenApiDiffOptions.Builder options = OpenApiDiffOptions.builder();
        BORNE.forEach(rule -> options.configProperty(rule, "false"));
        ChangedOpenApi changed = OpenApiCompare.fromFiles(older.toFile(), newer.toFile(), null, options.build());
        List<String> broken = new ArrayList<>();
        changed.getMissingEndpoints().forEach(gone -> broken.add(gone.getMethod() + " " + gone.getPathUrl()));
        changed.getChangedOperations().stream()
                .filter(operation -> operation.isIncompatible())
                .forEach(operation -> broken.add(operation.getHttpMethod() + " " + operation.getPathUrl()));
        List<String> added = changed.getNewEndpoints().stream()
                .map(operation -> operation.getMethod() + " " + operation.getPathUrl())
                .toList();
        return new Verdict(!changed.isIncompatible(), broken, added);
    }
}
