package co.seam.instantkeys.internal.transport;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what nobody may read there. Servers echo what they were sent; what they echo becomes part of messages,
 * and messages end up in logs.
 */
public final class SecretRedactor {
    private static final String MASK = "***";

    /** Fields whose value is a secret, in any request, unknown fields included. */
    private static final Pattern NAME =
            Pattern.compile("(?i).*(token|secret|password|pin|code|private_key|instant_key_url).*");

    /** A link that opens a door, whoever sent it, and however a server writes it. */
    private static final Pattern LINK = Pattern.compile("(?i)(https?\\S{1,12})?ik\\.seam\\.co[^\\s\"'<>)}]*");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    /** Nothing shorter is a secret, and to mask it would mask half of any text. */
    private static final int SHORTEST = 3;

    /** Longest first, or of one that begins with another the rest would be left to read. */
    private final Set<String> values =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /**
     * @param token of the client
     * @param request whose secrets are masked; null for none
     */
    public SecretRedactor(String token, @Nullable RequestBody request) {
        values.add(token);
        if (request != null) {
            collect(request);
        }
    }

    public String mask(String text) {
        String masked = LINK.matcher(text).replaceAll(MASK);
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }

    /** Masked, and without what would end the line. */
    public String line(String words) {
        return CONTROL.matcher(mask(words)).replaceAll(" ");
    }

    /** The failure as it is, unless it or what hangs on it would show a secret: then a copy of it that does not. */
    public @Nullable Throwable mask(@Nullable Throwable failure) {
        if (failure == null || !shows(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return failure;
        }
        IOException copy = failure instanceof InterruptedIOException // which says a timeout or an interrupt
                ? new InterruptedIOException(mask(String.valueOf(failure.getMessage())))
                : new IOException(mask(failure.toString()));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private boolean shows(@Nullable Throwable link, Set<Throwable> seen) {
        return link != null
                && seen.add(link)
                && (!mask(link.toString()).equals(link.toString())
                        || shows(link.getCause(), seen)
                        || Stream.of(link.getSuppressed()).anyMatch(suppressed -> shows(suppressed, seen)));
    }

    private void collect(RequestBody request) {
        Buffer json = new Buffer();
        try {
            request.writeTo(json);
            collect(new JsonReader(new StringReader(json.readUtf8())), "");
        } catch (IOException e) {
            // not JSON of ours: a caller's own body on the raw interface holds no field that could be told to be secret
        }
    }

    private void collect(JsonReader in, String name) throws IOException {
        JsonToken token = in.peek();
        if (token == JsonToken.BEGIN_OBJECT) {
            in.beginObject();
            while (in.hasNext()) {
                collect(in, in.nextName());
            }
            in.endObject();
        } else if (token == JsonToken.BEGIN_ARRAY) {
            in.beginArray();
            while (in.hasNext()) {
                collect(in, name);
            }
            in.endArray();
        } else if (token == JsonToken.STRING || token == JsonToken.NUMBER) {
            String value = in.nextString();
            if (NAME.matcher(name).matches()) {
                add(value);
                add(value.substring(value.lastIndexOf('/') + 1)); // of a link the part that is the secret
            }
        } else {
            in.skipValue();
        }
    }

    private void add(String value) {
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }
}
