package co.seam.instantkeys.wiremock;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends webhook requests, to hosts that are allowed. Trusts nothing that a target does. */
final class WebhookTarget {
    /** Without a lookup: a name that resolves to a loopback address today may resolve to another one tomorrow. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final Set<String> allowedHosts;
    private @Nullable HttpClient client;

    WebhookTarget(Set<String> allowedHosts) {
        this.allowedHosts = Set.copyOf(allowedHosts);
    }

    /** Returns the URL if requests may be sent to it; otherwise null. */
    @Nullable
    URI allowed(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            boolean isHttp = scheme.equals("http") || scheme.equals("https");
            return isHttp && (LOOPBACK.matcher(host).matches() || allowedHosts.contains(host)) ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Sends one request.
     *
     * @return the status of the response; null if there was none in time
     */
    @Nullable
    Integer post(URI url, Map<String, String> headers, byte[] body, Duration timeout) throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            CompletableFuture<HttpResponse<Void>> response =
                    client().sendAsync(request.timeout(timeout).build(), head -> new NoBody());
            try {
                return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            } finally {
                response.cancel(true);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // refused, broken, late, not HTTP, not a URL for HTTP: no response in any case
            return null;
        }
    }

    /** Creates the client when it is needed: it has threads, and most sandboxes have no webhooks. */
    private synchronized HttpClient client() {
        HttpClient existing = client;
        if (existing != null) {
            return existing;
        }
        HttpClient created = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        client = created;
        return created;
    }

    /** Ends the connection in place of reading the body, which may have no end. */
    private static final class NoBody implements HttpResponse.BodySubscriber<Void> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
            done.complete(null);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
