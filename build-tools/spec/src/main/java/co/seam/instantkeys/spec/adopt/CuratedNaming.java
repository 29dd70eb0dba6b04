package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.normalize.Naming;
import java.util.Set;

/** Names bodies as {@code openapi/seam.yaml} does, such as {@code create_access_grant_request}. */
final class CuratedNaming implements Naming {
    /** Operations on several resources at once. */
    private static final Set<String> PLURAL = Set.of("list", "get_related", "merge");

    @Override
    public String request(String path) {
        String verb = Naming.verb(path);
        String resource = Naming.resource(path);
        if (PLURAL.contains(verb)) {
            return verb + "_" + resource + "_request";
        }
        boolean namesItsObject = verb.contains("_");
        return verb + (namesItsObject ? "" : "_" + Naming.singular(resource)) + "_request";
    }

    @Override
    public String response(String path, String key) {
        if (key.isEmpty()) {
            return "ok_response";
        }
        return (key.equals("batch") ? Naming.singular(Naming.resource(path)) + "_batch" : key) + "_response";
    }

    @Override
    public String part(String owner, String property, boolean isItem) {
        return BY_PATH.part(owner.replaceFirst("_(request|response)$", ""), property, isItem);
    }
}
