package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import okio.Buffer;

/** Reads an answer as the SDK does, which has no public way to read without a call. */
public final class Answers {
    private Answers() {}

    /** @param json stays as it is */
    public static <T> T read(TypeAdapter<T> codec, Buffer json) throws IOException {
        return JsonConverterFactory.read(codec, json);
    }
}
