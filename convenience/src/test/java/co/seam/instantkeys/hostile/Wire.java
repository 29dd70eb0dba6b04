package co.seam.instantkeys.hostile;

/** The protocol between client and server. */
enum Wire {
    HTTP_1("HTTP/1.1"),
    TLS("TLS"),
    HTTP_2("HTTP/2");

    private final String title;

    Wire(String title) {
        this.title = title;
    }

    boolean isEncrypted() {
        return this != HTTP_1;
    }

    String scheme() {
        return isEncrypted() ? "https" : "http";
    }

    @Override
    public String toString() {
        return title;
    }
}
