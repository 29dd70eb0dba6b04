package co.seam.instantkeys.benchmarks;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.http2.Header;
import okhttp3.internal.http2.Http2Connection;
import okhttp3.internal.http2.Http2Stream;
import okio.BufferedSink;
import okio.Okio;

/** HTTP/2 for the {@link LoopbackServer}: OkHttp's own implementation in the other role. */
final class Http2Server extends Http2Connection.Listener {
    private Http2Server() {}

    /** Starts to serve a connection, and returns. */
    static void serve(SSLSocket socket) throws IOException {
        socket.startHandshake();
        new Http2Connection.Builder(false, TaskRunner.INSTANCE)
                .socket(socket)
                .listener(new Http2Server())
                .build()
                .start();
    }

    @Override
    public void onStream(Http2Stream stream) throws IOException {
        String path = stream.takeHeaders().get(":path");
        Okio.buffer(stream.getSource()).readAll(Okio.blackhole());
        byte[] body = LoopbackServer.body(path.substring(1, path.indexOf('/', 1)));
        stream.writeHeaders(
                List.of(
                        new Header(":status", "200"),
                        new Header("content-type", "application/json; charset=utf-8"),
                        new Header("seam-request-id", Bodies.USER),
                        new Header("content-length", String.valueOf(body.length))),
                false,
                false);
        try (BufferedSink sink = Okio.buffer(stream.getSink())) {
            sink.write(body);
        }
    }
}
