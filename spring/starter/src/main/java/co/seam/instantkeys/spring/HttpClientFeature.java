package co.seam.instantkeys.spring;

import okhttp3.OkHttpClient;

/** Something that a library of the application adds to the HTTP client. */
@FunctionalInterface
interface HttpClientFeature {
    /**
     * Adds it to a client.
     *
     * @param base the client so far, whose connections and threads the new one uses
     */
    void addTo(OkHttpClient.Builder builder, OkHttpClient base);
}
