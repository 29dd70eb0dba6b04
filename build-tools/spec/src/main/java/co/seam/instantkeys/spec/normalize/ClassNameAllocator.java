package co.seam.instantkeys.spec.normalize;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Hands out schema names whose Java classes get along: with each other, also where a file system does not tell
 * {@code Ab} from {@code AB}, with their codecs, and with what the templates import or get from {@code java.lang}.
 */
final class ClassNameAllocator {
    /** As they are compared: in lower case, without separators. */
    private static final Set<String> NOT_OURS = Set.of(
            // of java.lang: JDK 17's classes, as far as a caller would miss them
            "appendable",
            "autocloseable",
            "boolean",
            "byte",
            "character",
            "charsequence",
            "class",
            "classloader",
            "cloneable",
            "comparable",
            "deprecated",
            "double",
            "enum",
            "error",
            "exception",
            "float",
            "functionalinterface",
            "integer",
            "iterable",
            "long",
            "math",
            "module",
            "number",
            "object",
            "override",
            "package",
            "process",
            "readable",
            "record",
            "runnable",
            "runtime",
            "safevarargs",
            "short",
            "string",
            "stringbuffer",
            "stringbuilder",
            "suppresswarnings",
            "system",
            "thread",
            "throwable",
            "void",
            // that the templates import
            "arraylist",
            "arrays",
            "bigdecimal",
            "body",
            "call",
            "collections",
            "gson",
            "instant",
            "ioexception",
            "jsonparseexception",
            "jsonreader",
            "jsontoken",
            "jsonwriter",
            "linkedhashmap",
            "list",
            "map",
            "nullable",
            "nullmarked",
            "objects",
            "post",
            "typeadapter",
            "typeadapterfactory",
            "typetoken",
            // that the templates write, or nest
            "builder",
            "envelope",
            "json",
            "packageinfo",
            "responsekey",
            "retrysafe",
            "seamtypeadapterfactory",
            "text",
            "timestamps",
            // that the generator takes for its own
            "array",
            "date",
            "datetime",
            "file",
            "hashmap",
            "localdate",
            "localdatetime",
            "localtime",
            "offsetdatetime",
            "set",
            "timestamp",
            "uri",
            "url",
            "uuid");

    /** The codec of Ab is AbJson. */
    private static final String CODEC = "json";

    private final Set<String> taken = new HashSet<>(NOT_OURS);

    /** The wish, or the nearest name to it that is still to be had. */
    String take(String wish) {
        String base = wish.replaceAll("[^A-Za-z0-9_]", "_");
        if (NOT_OURS.contains(key(base)) || !base.matches("[A-Za-z].*")) {
            base = "seam_" + base;
        }
        String name = base;
        for (int i = 2; !isFree(name); i++) {
            name = base + "_" + i;
        }
        taken.add(key(name));
        taken.add(key(name) + CODEC);
        return name;
    }

    private boolean isFree(String name) {
        return !taken.contains(key(name)) && !taken.contains(key(name) + CODEC);
    }

    private static String key(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
