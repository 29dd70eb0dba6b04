package co.seam.instantkeys.benchmarks;

/** What is under the requests. */
enum Wire {
    PLAIN("plain HTTP/1.1"),
    TLS_HTTP_1("TLS 1.3, HTTP/1.1"),
    TLS_HTTP_2("TLS 1.3, HTTP/2");

    final String title;

    Wire(String title) {
        this.title = title;
    }
}
