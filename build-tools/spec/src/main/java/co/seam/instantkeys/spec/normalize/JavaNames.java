package co.seam.instantkeys.spec.normalize;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for the names in a document. Those of classes are as the generator forms them. */
final class JavaNames {
    /** Methods of every builder with one parameter, of which a setter could not have another result. */
    private static final Set<String> BUILDER_METHODS = Set.of("equals", "setNull", "wait");

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
        return SourceVersion.isName(setter) && !BUILDER_METHODS.contains(setter) ? setter : "_" + setter;
    }

    /** Returns the getter of a property: {@code getEndsAt} for {@code ends_at}. */
    static String getter(String property) {
        String getter = "get" + upper(setter(property));
        return getter.equals("getClass") ? "getPropertyClass" : getter;
    }

    /** Returns the method that distinguishes null from absence: {@code isEndsAtNull} for {@code ends_at}. */
    static String nullGetter(String property) {
        return "is" + upper(setter(property)) + "Null";
    }

    private static String upper(String setter) {
        String name = setter.startsWith("_") ? setter.substring(1) : setter;
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
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
            } else if (Character.isSurrogate((char) c) || !Character.isDefined(c)) { // half of a pair has no UTF-8
                literal.append(String.format("\\u%04x", c));
            } else {
                literal.append((char) c);
            }
        });
        return literal.append('"').toString();
    }
}
