package co.seam.instantkeys.spec.normalize;

import java.util.Locale;

/** Names bodies and inline schemas, in snake case as all schemas are. Java classes are named after them. */
public interface Naming {
    /** Names bodies after the whole path, so that no two operations share a name. */
    Naming BY_PATH = new Naming() {
        @Override
        public String request(String path) {
            return snake(path) + "_request";
        }

        @Override
        public String response(String path, String key) {
            return snake(path) + "_response";
        }

        @Override
        public String part(String owner, String property, boolean isItem) {
            return joined(owner, isItem ? singular(snake(property)) : snake(property));
        }
    };

    String request(String path);

    /** @param key the field of the response that holds the result; empty if there is none */
    String response(String path, String key);

    /** @param isItem whether the schema is that of the items of the property */
    String part(String owner, String property, boolean isItem);

    /** Returns the resource of a path: all but its last step. */
    static String resource(String path) {
        int verb = path.lastIndexOf('/');
        return snake(verb > 0 ? path.substring(0, verb) : path);
    }

    /** Returns the operation of a path: its last step. */
    static String verb(String path) {
        return snake(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Joins two names without repeating what the first ends and the second begins with. */
    static String joined(String owner, String part) {
        for (int end = part.length(); end > 0; end = part.lastIndexOf('_', end - 1)) {
            if (("_" + owner).endsWith("_" + part.substring(0, end))) {
                return owner + part.substring(end);
            }
        }
        return owner + "_" + part;
    }

    /** Returns a name in snake case. */
    static String snake(String text) {
        return text.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_+|_+$", "")
                .toLowerCase(Locale.ROOT);
    }

    static String camel(String snake) {
        StringBuilder camel = new StringBuilder();
        for (String word : snake.split("_")) {
            camel.append(
                    camel.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    static String singular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        if (plural.matches(".*(ss|sh|ch|x)es")) {
            return plural.substring(0, plural.length() - 2);
        }
        return plural.endsWith("s") && !plural.endsWith("ss") && !plural.endsWith("us")
                ? plural.substring(0, plural.length() - 1)
                : plural;
    }
}
