package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.generated.model.Envelope;
import co.seam.instantkeys.generated.model.ModelCodecs;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.internal.json.JsonMemoryException;
import co.seam.instantkeys.internal.json.Utf8JsonReader;
import co.seam.instantkeys.internal.json.Utf8Writer;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Lets Retrofit read and write the generated models through their codecs. Uses no {@code Gson} object and no
 * reflection: both cost more at start-up than everything else in this SDK.
 */
public final class JsonConverterFactory extends Converter.Factory {
    private static final MediaType JSON = MediaType.get("application/json");

    /** How much memory a response may take per byte: models take two to four times as much as their JSON. */
    private static final int MEMORY_PER_BYTE = 4;

    /** A response takes no more than a quarter of the heap, in addition to its bytes. */
    private static final int HEAP_SHARE = 4;

    /** A second copy of the bytes, and their characters at two bytes each. */
    private static final int COPIES_OF_OTHER_CHARSETS = 3;

    private static final long SMALLEST_MEMORY = 1 << 20;

    private final long maxMemory;

    /** The initial size of the buffer for a request, in bytes. It grows for longer ones. */
    private static final int USUAL_LENGTH = 128;

    /**
     * @param maxResponseBytes of the largest response; in memory, it may take four times as much and no more than a
     *     quarter of the heap
     */
    public JsonConverterFactory(long maxResponseBytes) {
        maxMemory = Math.min(
                Math.max(SMALLEST_MEMORY, MEMORY_PER_BYTE * maxResponseBytes),
                Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    @Override
    public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
            Type type, Annotation[] annotations, Retrofit retrofit) {
        ModelCodecs codecs = codecs(type);
        TypeAdapter<?> codec = codec(codecs, type);
        return codecs == null || codec == null ? null : body -> readResponse(codecs, codec, json(body), maxMemory);
    }

    @Override
    public @Nullable Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] parameterAnnotations, Annotation[] methodAnnotations, Retrofit retrofit) {
        TypeAdapter<?> codec = codec(codecs(type), type);
        return codec == null ? null : requestConverter(codec);
    }

    private static <T> Converter<T, RequestBody> requestConverter(TypeAdapter<T> codec) {
        return value -> write(codec, value);
    }

    /**
     * Writes a model as the body of a request.
     *
     * @throws IllegalArgumentException if UTF-8 cannot encode it. Models reject such text; this is for codecs of the
     *     caller's own and values from responses.
     */
    public static <T> RequestBody write(TypeAdapter<T> codec, T value) throws IOException {
        Utf8Writer text = new Utf8Writer(USUAL_LENGTH);
        try {
            codec.write(new JsonWriter(text), value);
            return RequestBody.create(text.bytes(), JSON, 0, text.length());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the request holds half of a surrogate pair: cut strings between code points", e);
        }
    }

    private static @Nullable ModelCodecs codecs(Type type) {
        return type instanceof Class ? ModelCodecs.of((Class<?>) type) : null;
    }

    private static @Nullable TypeAdapter<?> codec(@Nullable ModelCodecs codecs, Type type) {
        return codecs == null ? null : codecs.codec((Class<?>) type);
    }

    /** Returns the body, which is already in memory; its bytes are used without copying. */
    private Buffer json(ResponseBody body) throws IOException {
        MediaType type = body.contentType();
        Charset charset = type == null ? null : type.charset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            if (body.contentLength() > maxMemory / COPIES_OF_OTHER_CHARSETS) {
                String start = excerpt(body.source().getBuffer());
                throw new UnreadableResponseException("too large to be converted from " + charset, start, null);
            }
            return new Buffer().writeUtf8(body.string());
        }
        BufferedSource source = body.source();
        source.request(Long.MAX_VALUE);
        return source.getBuffer();
    }

    private static <T> T readResponse(ModelCodecs codecs, TypeAdapter<T> codec, Buffer json, long maxMemory)
            throws UnreadableResponseException {
        T response;
        try {
            response = read(codec, json, maxMemory);
        } catch (UnreadableResponseException e) {
            throw e.getCause() instanceof JsonParseException
                    ? withoutUnreadableItems(e, codecs, codec, json, maxMemory)
                    : e;
        }
        return checked(response, json);
    }

    private static <T> T checked(T response, Buffer json) throws UnreadableResponseException {
        if (response instanceof Envelope && Boolean.FALSE.equals(((Envelope) response).getOk())) {
            throw new UnreadableResponseException("ok is false", excerpt(json), null);
        }
        json.clear(); // returns its segments to the pool for the next call
        return response;
    }

    /** Reads the response without the items of its list that cannot be read, if nothing else is wrong with it. */
    private static UnreadableResponseException withoutUnreadableItems(
            UnreadableResponseException failure, ModelCodecs codecs, TypeAdapter<?> codec, Buffer json, long maxMemory)
            throws UnreadableResponseException {
        Map.Entry<String, ? extends TypeAdapter<?>> list = codecs.resultList(codec);
        if (list == null) {
            return failure;
        }
        UnreadableItems items = UnreadableItems.find(list.getKey(), list.getValue(), json, maxMemory);
        if (items.isEmpty()) {
            return failure;
        }
        Object rest;
        try {
            rest = checked(read(codec, items.rest(), maxMemory), json);
        } catch (UnreadableResponseException e) {
            return failure;
        }
        return new UnreadableResponseException(items.summary(), failure.body(), failure, items.list(), rest);
    }

    /**
     * Reads one generated model that is not a response, such as a webhook's event.
     *
     * @throws UnreadableResponseException if it is not the JSON of one; the message quotes no value of it
     */
    public static <T> T read(Class<T> model, byte[] json) throws UnreadableResponseException {
        TypeAdapter<T> codec = Objects.requireNonNull(SeamTypeAdapterFactory.adapter(model));
        return read(codec, new Buffer().write(json));
    }

    /**
     * Reads one model.
     *
     * @param json is not consumed
     * @throws UnreadableResponseException if the codec cannot read it; the message quotes nothing of it
     */
    public static <T> T read(TypeAdapter<T> codec, Buffer json) throws UnreadableResponseException {
        return read(codec, json, Long.MAX_VALUE);
    }

    /** @param maxMemory that the model may take, in bytes */
    static <T> T read(TypeAdapter<T> codec, Buffer json, long maxMemory) throws UnreadableResponseException {
        try (JsonReader reader = Utf8JsonReader.of(json, maxMemory)) {
            T value = codec.read(reader);
            if (value == null) {
                throw new UnreadableResponseException("null instead of an object", excerpt(json), null);
            }
            JsonToken ignored = reader.peek(); // throws if anything follows the value
            return value;
        } catch (UnreadableResponseException e) {
            throw e;
        } catch (JsonParseException e) {
            throw new UnreadableResponseException(String.valueOf(e.getMessage()), excerpt(json), e);
        } catch (JsonMemoryException e) {
            throw new UnreadableResponseException(String.valueOf(e.getMessage()), excerpt(json), e);
        } catch (IOException e) { // a syntax error: a buffer has no other I/O failures
            throw new UnreadableResponseException("not JSON", excerpt(json), e);
        }
    }

    static String excerpt(Buffer json) {
        return json.snapshot((int) Math.min(json.size(), Transport.MAX_ERROR_BYTES))
                .utf8();
    }
}
