package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.internal.json.Utf8JsonReader;
import co.seam.instantkeys.internal.transport.UnreadableResponseException.Item;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** The items of a list in a response that cannot be read, and the response without them. */
final class UnreadableItems {
    /** With more of them, the response as a whole is not what was expected. */
    private static final int MAX_ITEMS = 10_000;

    /** How much of the JSON of all items together is kept, in bytes. */
    private static final int MAX_KEPT = 4 << 20;

    private final String name;
    private final TypeAdapter<?> codec;
    private final Buffer json;
    private final long maxMemory;
    private final Buffer rest = new Buffer();
    private final List<Item> items = new ArrayList<>();
    private long copied;
    private int kept;
    private int total;

    private UnreadableItems(String name, TypeAdapter<?> codec, Buffer json, long maxMemory) {
        this.name = name;
        this.codec = codec;
        this.json = json;
        this.maxMemory = maxMemory;
    }

    /**
     * Reads each item of a list by itself.
     *
     * @param name of the property that holds the list
     * @param codec of one item
     * @param json stays as it is
     * @param maxMemory that one item may take, in bytes
     */
    static UnreadableItems find(String name, TypeAdapter<?> codec, Buffer json, long maxMemory) {
        UnreadableItems found = new UnreadableItems(name, codec, json, maxMemory);
        try (Utf8JsonReader reader = Utf8JsonReader.of(json, maxMemory)) {
            found.scan(reader);
        } catch (IOException e) { // the rest is not JSON
            found.items.clear();
        }
        return found;
    }

    private void scan(Utf8JsonReader reader) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            return;
        }
        reader.beginObject();
        while (reader.hasNext()) {
            if (reader.nextName().equals(name) && reader.peek() == JsonToken.BEGIN_ARRAY) {
                scanList(reader);
            } else {
                reader.skipValue();
            }
        }
        reader.endObject();
        copyUpTo(json.size());
    }

    private void scanList(Utf8JsonReader reader) throws IOException {
        reader.beginArray();
        long keptUpTo = reader.offset();
        boolean anyKept = false;
        for (int index = 0; reader.hasNext(); index++) {
            long from = reader.valueOffset();
            reader.skipValue();
            Buffer item = new Buffer();
            json.copyTo(item, from, reader.offset() - from);
            String reason = reason(item);
            if (reason != null) { // left out with the comma in front of it
                copyUpTo(keptUpTo);
                copied = reader.offset();
                add(item, name + "[" + index + "]: " + reason);
            } else {
                if (!anyKept) { // without the comma in front of it
                    copyUpTo(keptUpTo);
                    copied = from;
                    anyKept = true;
                }
                keptUpTo = reader.offset();
            }
            total++;
        }
        reader.endArray();
    }

    /** The copy shares its bytes with the original. */
    private void copyUpTo(long offset) {
        if (offset > copied) {
            json.copyTo(rest, copied, offset - copied);
            copied = offset;
        }
    }

    /** Returns why an item cannot be read; null if it can. */
    private @Nullable String reason(Buffer item) {
        try {
            Object ignored = JsonConverterFactory.read(codec, item, maxMemory);
            return null;
        } catch (UnreadableResponseException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void add(Buffer item, String reason) throws IOException {
        if (items.size() == MAX_ITEMS) {
            throw new IOException("too many");
        }
        String text = kept < MAX_KEPT ? JsonConverterFactory.excerpt(item) : "";
        kept += text.length();
        items.add(new Item(text, reason));
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Returns the JSON of the response without the unreadable items. */
    Buffer rest() {
        return rest;
    }

    List<Item> list() {
        return Collections.unmodifiableList(items);
    }

    /** States how many items are unreadable, and why the first one is. */
    String summary() {
        return items.size() + " of " + total + " items cannot be read; the first is "
                + items.get(0).reason();
    }
}
