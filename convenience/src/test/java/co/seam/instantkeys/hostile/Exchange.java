package co.seam.instantkeys.hostile;

import co.seam.instantkeys.hostile.SandboxClient.Response;
import java.io.IOException;

/** One request that was received completely, and access to its connection. */
interface Exchange {
    ServerLog.Entry entry();

    String authorization();

    boolean isHttp2();

    /**
     * Returns whether the server may still process the request. From then on, the client must not be given the promise
     * that it does not.
     */
    boolean accept();

    /** The response, as it goes over the wire. */
    byte[] encode(Response response);

    void write(byte[] bytes, int offset, int length) throws IOException;

    default void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** The number of bytes of an encoded response before its body. */
    int headLength(byte[] encoded);

    void earlyHints() throws IOException;

    /** Closes the connection in order. */
    void drop() throws IOException;

    /** Closes the connection with an RST. */
    void reset() throws IOException;

    /** Closes the connection for writing and continues to read. */
    void halfClose() throws IOException;

    /** From now on, reads from the connection, and neither processes nor writes anything. */
    void mute();

    /** HTTP/2 only: resets the stream. */
    void resetStream(int errorCode) throws IOException;

    /** HTTP/2 only: refuses the request and all later ones of the connection. */
    void refuse(boolean withGoAway) throws IOException;

    /** HTTP/2 only: announces that later streams will not be processed. */
    void goAway() throws IOException;
}
