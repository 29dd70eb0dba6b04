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
 * Masks the secrets of one call in messages: the token, what the request carried in secret fields, and links that open
 * doors. Servers echo what they were sent, their texts become part of exception messages, and messages end up in logs.
 */
public final class SecretRedactor {
    private static final String MASK = "***";

    /** Names of request properties whose values are secrets, unknown properties included. */
    private static final Pattern NAME =
            Pattern.compile("(?i).*(token|secret|password|pin|code|private_key|instant_key_url).*");

    /** A link that opens a door, from whatever source, with or without its scheme, escaped or not. */
    private static final Pattern LINK = Pattern.compile("(?i)(https?\\S{1,12})?ik\\.seam\\.co[^\\s\"'<>)}]*");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    /** A shorter value is not masked: it would match half of any text. */
    private static final int SHORTEST = 3;

    /** Longest first: if a shorter secret that another starts with were masked first, the rest would stay readable. */
    private final Set<String> values =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /**
     * @param token of the client
     * @param request the body whose secret properties are masked; null for none
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

    /** Masks a text and makes it one line: control characters and line ends become spaces. */
    public String line(String text) {
        return CONTROL.matcher(mask(text)).replaceAll(" ");
    }

    /**
     * Returns the failure; if it, a cause or a suppressed exception shows a secret, a masked copy without the latter
     * two.
     */
    public @Nullable Throwable mask(@Nullable Throwable failure) {
        if (failure == null || !shows(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return failure;
        }
        IOException copy = copy(failure);
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** Keeps the types by which timeouts and interrupts are recognized. */
    private IOException copy(Throwable failure) {
        if (failure instanceof CallInterruptedException) {
            return new CallInterruptedException(null);
        }
        return failure instanceof InterruptedIOException
                ? new InterruptedIOException(mask(String.valueOf(failure.getMessage())))
                : new IOException(mask(failure.toString()));
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
            // a body of the caller's own on the raw API that is not JSON: it has no properties to recognize secrets by
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
                add(value.substring(value.lastIndexOf('/') + 1)); // the secret part of a link
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
