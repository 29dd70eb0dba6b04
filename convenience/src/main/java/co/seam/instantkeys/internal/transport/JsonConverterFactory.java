package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.generated.model.Envelope;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.internal.json.Utf8JsonReader;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Lets Retrofit read and write the generated models through their codecs. No Gson object, no reflection: both cost more at
 * start-up than everything else of this package.
 */
public final class JsonConverterFactory extends Converter.Factory {
    private static final MediaType JSON = MediaType.get("application/json");

    /** Of a request; a longer one takes more memory to write. */
    private static final int USUAL_LENGTH = 256;

    @Override
    public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
            Type type, Annotation[] annotations, Retrofit retrofit) {
        TypeAdapter<?> codec = codec(type);
        return codec == null ? null : body -> answer(codec, json(body));
    }

    @Override
    public @Nullable Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] parameterAnnotations, Annotation[] methodAnnotations, Retrofit retrofit) {
        TypeAdapter<?> codec = codec(type);
        return codec == null ? null : requestConverter(codec);
    }

    private static <T> Converter<T, RequestBody> requestConverter(TypeAdapter<T> codec) {
        return value -> {
            StringWriter text = new StringWriter(USUAL_LENGTH);
            codec.write(new JsonWriter(text), value);
            return RequestBody.create(text.toString().getBytes(StandardCharsets.UTF_8), JSON);
        };
    }

    private static @Nullable TypeAdapter<?> codec(Type type) {
        return type instanceof Class ? SeamTypeAdapterFactory.adapter((Class<?>) type) : null;
    }

    /** In memory already, and moved from there without being copied. */
    private static Buffer json(ResponseBody body) throws IOException {
        MediaType type = body.contentType();
        Charset charset = type == null ? null : type.charset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            return new Buffer().writeUtf8(body.string());
        }
        BufferedSource source = body.source();
        source.request(Long.MAX_VALUE);
        return source.getBuffer();
    }

    private static <T> T answer(TypeAdapter<T> codec, Buffer json) throws UnreadableResponseException {
        T answer = read(codec, json);
        if (answer instanceof Envelope && Boolean.FALSE.equals(((Envelope) answer).getOk())) {
            throw new UnreadableResponseException("ok is false", beginning(json), null);
        }
        json.clear(); // gives its memory back for the next call
        return answer;
    }

    /**
     * Reads one model.
     *
     * @param json stays as it is
     * @throws UnreadableResponseException if it is not what the codec reads; the message quotes none of it
     */
    public static <T> T read(TypeAdapter<T> codec, Buffer json) throws UnreadableResponseException {
        try (JsonReader reader = Utf8JsonReader.of(json)) {
            T value = codec.read(reader);
            if (value == null) {
                throw new UnreadableResponseException("null in place of an object", beginning(json), null);
            }
            JsonToken ignored = reader.peek(); // refuses what comes after the end
            return value;
        } catch (UnreadableResponseException e) {
            throw e;
        } catch (JsonParseException e) {
            throw new UnreadableResponseException(String.valueOf(e.getMessage()), beginning(json), e);
        } catch (IOException e) { // the reader's word for broken syntax: there is no I/O over a buffer
            throw new UnreadableResponseException("not JSON", beginning(json), e);
        }
    }

    private static String beginning(Buffer json) {
        return json.snapshot((int) Math.min(json.size(), Transport.MAX_ERROR_BYTES))
                .utf8();
    }

    /** What came is not what was promised. An IOException, because that is what Retrofit and OkHttp hand on. */
    public static final class UnreadableResponseException extends IOException {
        private static final long serialVersionUID = 1L;

        /** What came, or the beginning of it. */
        public final String text;

        public UnreadableResponseException(String reason, String text, @Nullable Exception cause) {
            super(reason, cause);
            this.text = text;
        }
    }
}
