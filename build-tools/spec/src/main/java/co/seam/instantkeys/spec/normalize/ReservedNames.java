package co.seam.instantkeys.spec.normalize;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names that no generated model may have: another class has it, or its file could not be created on every system. A
 * test compares these lists with the templates.
 */
public final class ReservedNames {
    /** Classes that the templates write, or nest in what they write. */
    private static final String TEMPLATES = """
            Builder EnumCodec Envelope Json JsonList JsonType Model ModelBuilder ModelCodec ModelCodecs ModelDraft
            ModelProperty ModelText OpenEnum PageRequest PageResponse PropertyValues ResponseKey RetrySafe
            SeamTypeAdapterFactory TextReader Timestamps package-info
            """;

    /** Classes of the facade that operations use. */
    private static final String FACADE = """
            CallExecutor Checks Echo Paginated Seam SeamException SeamList SeamNotFoundException SeamOperations
            SeamResources
            """;

    /** Types that the templates import. */
    private static final String IMPORTS = """
            ArrayList Arrays BigDecimal Body Call Collections Collectors DateTimeException Documented ElementType Gson
            HashMap IOException Instant JsonParseException JsonReader JsonToken JsonWriter LinkedHashMap List LocalDate
            Map NullMarked Nullable Objects OffsetDateTime POST Pattern Retention RetentionPolicy StandardCharsets Target
            TypeAdapter TypeAdapterFactory TypeToken
            """;

    /** Types of {@code java.lang} that the templates use, or that code which imports all models would miss. */
    private static final String JAVA_LANG = """
            Appendable ArithmeticException AutoCloseable Boolean Byte Character CharSequence Class ClassLoader Cloneable
            Comparable Deprecated Double Enum Error Exception Float FunctionalInterface IllegalArgumentException
            IllegalStateException Integer InterruptedException Iterable Long Math Module NullPointerException Number
            NumberFormatException Object Override Package Process Readable Record ReflectiveOperationException Runnable
            Runtime RuntimeException SafeVarargs Short String StringBuffer StringBuilder SuppressWarnings System Thread
            Throwable UnsupportedOperationException Void
            """;

    /** Names for which the generator imports a class of its own, or which it takes for a type of OpenAPI. */
    private static final String GENERATOR_TYPES = """
            AnyType ApiModel ApiModelProperty Array Binary ByteArray Char Date DateTime DateTimeLocal Decimal File Int
            JsonAdapter JsonCreator JsonDeserialize JsonIgnore JsonIgnoreProperties JsonInclude JsonNullable
            JsonProperty JsonSubTypes JsonTypeInfo JsonTypeName JsonValue LinkedHashSet LocalDate LocalDateTime
            LocalTime Schema SerializedName Set StringUtil TimeLocal Timestamp UnsignedInteger UnsignedLong URI URL UUID
            """;

    /** Names that the generator would change, by putting Model in front. */
    private static final String GENERATOR_WORDS = """
            abstract ApiClient ApiException ApiResponse assert break case catch Configuration const continue default do
            else extends final finally for goto if implements import instanceof interface LocalReturnType LocalVarAccept
            LocalVarAccepts LocalVarAuthNames LocalVarCollectionQueryParams LocalVarContentType LocalVarContentTypes
            LocalVarCookieParams LocalVarFormParams LocalVarHeaderParams LocalVarPath LocalVarPostBody
            LocalVarQueryParams native new null private protected public return static strictfp super switch
            synchronized this throw throws transient try volatile while
            """;

    /** Names of devices, which no file can have on Windows, whatever its extension. */
    private static final String DEVICES = """
            aux com1 com2 com3 com4 com5 com6 com7 com8 com9 con lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 nul prn
            """;

    private static final Set<String> KEYS = Arrays.stream(
                    String.join("", TEMPLATES, FACADE, IMPORTS, JAVA_LANG, GENERATOR_TYPES, GENERATOR_WORDS, DEVICES)
                            .split("\\s+"))
            .map(ReservedNames::key)
            .collect(Collectors.toUnmodifiableSet());

    private ReservedNames() {}

    /** @param name of a schema or of its class: separators and case make no difference */
    public static boolean contains(String name) {
        return KEYS.contains(key(name));
    }

    /** Returns the name as a file system may compare it: {@code Ab}, {@code AB} and {@code a_b} can be one file. */
    static String key(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
