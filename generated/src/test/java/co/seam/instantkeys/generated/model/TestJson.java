package co.seam.instantkeys.generated.model;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads and writes as the SDK does. */
final class TestJson {
    private TestJson() {}

    static <T> T read(Class<T> type, String json) {
        try {
            return SeamTypeAdapterFactory.adapter(type).read(new JsonReader(new StringReader(json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> String write(Class<T> type, T value) {
        StringWriter text = new StringWriter();
        try {
            SeamTypeAdapterFactory.adapter(type).write(new JsonWriter(text), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Returns a body that Seam's documentation shows. */
    static String sample(String name) {
        try (var in = TestJson.class.getResourceAsStream("/samples/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
