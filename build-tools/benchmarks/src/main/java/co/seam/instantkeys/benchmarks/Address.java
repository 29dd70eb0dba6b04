package co.seam.instantkeys.benchmarks;

/**
 * Where the server is, as two arguments for a JVM.
 *
 * @param origin such as {@code http://127.0.0.1:8080}
 * @param certificate file of the certificate to trust; empty for plain HTTP
 */
record Address(String origin, String certificate) {
    static Address plain(int port) {
        return new Address("http://127.0.0.1:" + port, "");
    }

    static Address tls(int port, String certificate) {
        return new Address("https://127.0.0.1:" + port, certificate);
    }
}
