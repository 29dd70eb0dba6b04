package co.seam.instantkeys.spec.normalize;

import java.util.Locale;

/** What bodies and their parts are called, in snake case as all schemas are; the Java classes follow. */
public interface Naming {
    /** Names that no two operations and parts share unless the document itself is odd: they follow the path alone. */
    Naming BY_PATH = new Naming() {
        @Override
        public String request(String path) {
            return words(path) + "_request";
        }

        @Override
        public String response(String path, String key) {
            return words(path) + "_response";
        }

        @Override
        public String part(String whole, String property, boolean isItem) {
            return joined(whole, isItem ? singular(words(property)) : words(property));
        }
    };

    String request(String path);

    /** @param key the property of the answer that holds the result; empty if there is none */
    String response(String path, String key);

    /** @param isItem whether it is an item of the property, and not the property */
    String part(String whole, String property, boolean isItem);

    /** The resource that a path works on: all but its last step. */
    static String resource(String path) {
        int verb = path.lastIndexOf('/');
        return words(verb > 0 ? path.substring(0, verb) : path);
    }

    static String verb(String path) {
        return words(path.substring(path.lastIndexOf('/') + 1));
    }

    /** One after the other; what the one ends with and the other begins with is said once. */
    static String joined(String whole, String part) {
        for (int end = part.length(); end > 0; end = part.lastIndexOf('_', end - 1)) {
            if (("_" + whole).endsWith("_" + part.substring(0, end))) {
                return whole + part.substring(end);
            }
        }
        return whole + "_" + part;
    }

    static String words(String text) {
        return text.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_+|_+$", "")
                .toLowerCase(Locale.ROOT);
    }

    static String camel(String words) {
        StringBuilder camel = new StringBuilder();
        for (String word : words.split("_")) {
            camel.append(
                    camel.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    static String singular(String words) {
        if (words.endsWith("ies")) {
            return words.substring(0, words.length() - 3) + "y";
        }
        if (words.matches(".*(ss|sh|ch|x)es")) {
            return words.substring(0, words.length() - 2);
        }
        return words.endsWith("s") && !words.endsWith("ss") && !words.endsWith("us")
                ? words.substring(0, words.length() - 1)
                : words;
    }
}
