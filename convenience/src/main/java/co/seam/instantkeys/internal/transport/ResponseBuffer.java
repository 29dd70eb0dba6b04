package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole responses into memory, up to a limit, so that a connection that breaks fails the attempt and not the code
 * that uses the response. Thread-safe.
 */
final class ResponseBuffer {
    private final long maxBytes;

    /** The media type of the last response. The next one has the same, and parsing it would allocate a kilobyte. */
    private volatile @Nullable MediaType lastType;

    /** @param maxBytes of a successful response, after decompression */
    ResponseBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Reads the body and closes the response.
     *
     * @return the same response with a body that is in memory, an error response with at most
     *     {@link Transport#MAX_ERROR_BYTES} of it; and without a reason phrase: HTTP/2 has none, and {@code toString()}
     *     and Retrofit's HttpException would show what the server echoes in it
     * @throws UnreadableResponseException if a successful response is larger than the limit
     */
    Response read(Response response) throws IOException {
        if (response.code() < 200) {
            response.close();
            throw new ProtocolException("no response after " + response.code());
        }
        ResponseBody body = response.body();
        if (body == null) {
            return response;
        }
        try (BufferedSource source = body.source()) {
            return response.newBuilder()
                    .message("")
                    .body(response.isSuccessful() ? success(source, type(response, body)) : error(source, body))
                    .build();
        }
    }

    private ResponseBody success(BufferedSource source, @Nullable MediaType type) throws IOException {
        boolean oversize = source.request(maxBytes + 1);
        Buffer bytes = take(source, maxBytes);
        if (oversize) {
            String excerpt = bytes.readUtf8(Math.min(maxBytes, Transport.MAX_ERROR_BYTES));
            throw new UnreadableResponseException("larger than " + maxBytes + " bytes", excerpt, null);
        }
        return ResponseBody.create(bytes, type, bytes.size());
    }

    /** The status of an error response matters most: it is kept even if its body breaks off. */
    private static ResponseBody error(BufferedSource source, ResponseBody body) {
        try {
            boolean ignored = source.request(Transport.MAX_ERROR_BYTES);
        } catch (IOException e) {
            // what was received until then is in the source's buffer
        }
        Buffer bytes = take(source, Transport.MAX_ERROR_BYTES);
        return ResponseBody.create(bytes, body.contentType(), bytes.size());
    }

    private static Buffer take(BufferedSource source, long limit) {
        Buffer bytes = new Buffer();
        bytes.write(source.getBuffer(), Math.min(source.getBuffer().size(), limit));
        return bytes;
    }

    private @Nullable MediaType type(Response response, ResponseBody body) {
        if (!OkHttpInternals.hasTypeOfHeader(body)) {
            return body.contentType();
        }
        MediaType last = lastType;
        if (last != null && last.toString().equals(response.header("Content-Type"))) {
            return last;
        }
        MediaType type = body.contentType();
        lastType = type;
        return type;
    }
}
