package co.seam.instantkeys;

import com.google.gson.TypeAdapter;
import java.io.IOException;
import okio.Buffer;

/** Reads an answer as the SDK does, which has no public way to read without a call. */
public final class Answers {
    private Answers() {}

    public static <T> T read(TypeAdapter<T> codec, byte[] json) throws IOException {
        Buffer buffer = new Buffer().write(json);
        T answer = SeamConverterFactory.read(codec, buffer);
        buffer.clear();
        return answer;
    }
}
