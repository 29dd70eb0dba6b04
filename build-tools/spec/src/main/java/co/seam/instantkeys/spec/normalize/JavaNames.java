package co.seam.instantkeys.spec.normalize;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for the names in a document, as the generator forms them. */
final class JavaNames {
    private JavaNames() {}

    /** Returns the class of a named schema: {@code AccessGrant} for {@code access_grant}. */
    static String type(String schema) {
        StringBuilder name = new StringBuilder();
        for (String word : schema.split("_")) {
            name.append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    /** Returns the setter of a property: {@code endsAt} for {@code ends_at}. */
    static String setter(String property) {
        String name = type(property.replaceAll("[^A-Za-z0-9]+", "_"));
        String setter = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return SourceVersion.isName(setter) ? setter : "_" + setter;
    }

    /** Returns the constant for a property: {@code ENDS_AT} for {@code ends_at}. */
    static String constant(String property) {
        String name = Naming.snake(property).toUpperCase(Locale.ROOT);
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Returns the constant for an enum value: {@code ACCESS_GRANT_CREATED} for {@code access_grant.created}. */
    static String enumConstant(String value) {
        String name = value.replaceAll("\\W+", "_").toUpperCase(Locale.ROOT);
        if (name.matches("_?")) {
            return name.isEmpty() ? "EMPTY" : "SYMBOL";
        }
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Returns the name, with a number if it is taken already. Adds the result to the taken names. */
    static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /** Returns the text as a Java string literal. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
            } else if (c < ' ') {
                literal.append(String.format("\\%03o", c));
            } else {
                literal.append((char) c);
            }
        });
        return literal.append('"').toString();
    }
}
