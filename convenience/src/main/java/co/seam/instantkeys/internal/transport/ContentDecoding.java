package co.seam.instantkeys.internal.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.InflaterSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses responses instead of OkHttp, which fails on gzip with several members or trailing bytes, and leaves
 * encodings compressed that it did not ask for: the response to a write would be lost.
 */
final class ContentDecoding {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZLIB_METHOD = 8;

    private ContentDecoding() {}

    /** Returns the response with a body that decompresses as it is read. Stops at an unknown encoding, and keeps it. */
    static Response decode(Response response) {
        ResponseBody body = response.body();
        if (response.header("Content-Encoding") == null || body == null || response.code() < 200) {
            return response;
        }
        List<String> encodings = encodings(response);
        if (encodings.isEmpty()) {
            return response;
        }
        BufferedSource source = body.source();
        int left = encodings.size();
        while (left > 0) {
            Source decoded = decoded(encodings.get(left - 1), source);
            if (decoded == null) {
                break;
            }
            source = decoded == source ? source : Okio.buffer(decoded);
            left--;
        }
        if (left == encodings.size()) {
            return response;
        }
        Response.Builder decoded = response.newBuilder()
                .removeHeader("Content-Encoding")
                .removeHeader("Content-Length")
                .body(ResponseBody.create(source, body.contentType(), -1));
        if (left > 0) {
            decoded.header("Content-Encoding", String.join(", ", encodings.subList(0, left)));
        }
        return decoded.build();
    }

    /** In the order in which they were applied. */
    private static List<String> encodings(Response response) {
        List<String> encodings = new ArrayList<>();
        for (String header : response.headers("Content-Encoding")) {
            for (String encoding : header.split(",", -1)) {
                if (!encoding.isBlank()) {
                    encodings.add(encoding.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return encodings;
    }

    private static @Nullable Source decoded(String encoding, BufferedSource source) {
        switch (encoding) {
            case "identity":
                return source;
            case "gzip":
            case "x-gzip":
                return new Decoded(source, ContentDecoding::gunzip);
            case "deflate":
                return new Decoded(source, ContentDecoding::inflate);
            default:
                return null;
        }
    }

    /** Some servers declare gzip and send plain text. */
    private static Source gunzip(BufferedSource source) throws IOException {
        return head(source) == GZIP_MAGIC ? Okio.source(new GZIPInputStream(new Available(source))) : source;
    }

    /** Reads zlib, or the raw format that some servers send. */
    private static Source inflate(BufferedSource source) throws IOException {
        int head = head(source);
        boolean isZlib = (head >> 8 & 0xf) == ZLIB_METHOD && head % 31 == 0;
        return head < 0 ? source : new InflaterSource((Source) source, new Inflater(!isZlib));
    }

    /** The first two bytes; -1 if there are fewer. */
    private static int head(BufferedSource source) throws IOException {
        return source.request(2) ? source.peek().readShort() & 0xffff : -1;
    }

    private interface Decoder {
        Source decode(BufferedSource source) throws IOException;
    }

    /** Decodes lazily: the status of an error response counts even if its body is broken. */
    private static final class Decoded implements Source {
        private final BufferedSource source;
        private final Decoder decoder;
        private @Nullable Source decoded;

        Decoded(BufferedSource source, Decoder decoder) {
            this.source = source;
            this.decoder = decoder;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            Source current = decoded;
            if (current == null) {
                current = decoder.decode(source);
                decoded = current;
            }
            return current.read(sink, byteCount);
        }

        @Override
        public Timeout timeout() {
            return source.timeout();
        }

        @Override
        public void close() throws IOException {
            try (source) {
                if (decoded != null) {
                    decoded.close();
                }
            }
        }
    }

    /** Reports to GZIPInputStream whether there is another member, where a socket knows only what has arrived. */
    private static final class Available extends FilterInputStream {
        private final BufferedSource source;

        Available(BufferedSource source) {
            super(source.inputStream());
            this.source = source;
        }

        @Override
        public int available() throws IOException {
            return source.exhausted() ? 0 : 1;
        }
    }
}
