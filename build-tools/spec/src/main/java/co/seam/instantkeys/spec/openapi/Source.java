package co.seam.instantkeys.spec.openapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where the public document comes from: a file or an https URL. Size and time are limited, and a redirect to another
 * host is not followed.
 */
public final class Source {
    /** Where the API serves its own document. */
    public static final String DEFAULT = "https://connect.getseam.com/openapi.json";

    private static final int MAX_REDIRECTS = 5;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String name;
    private final String plainHttpHost;
    private final Duration timeout;

    /**
     * @param name path of a file, or an https URL
     * @param plainHttpHost a name of this machine to which plain http is allowed, for tests; empty for none
     * @param timeout for the whole download
     * @throws InvalidInputException if plain http is to be allowed to another machine
     */
    public Source(String name, String plainHttpHost, Duration timeout) {
        if (!plainHttpHost.isEmpty() && !LOOPBACK.contains(plainHttpHost)) {
            throw new InvalidInputException(
                    "Plain http is only for this machine: " + plainHttpHost + " is none of its names.");
        }
        this.name = name;
        this.plainHttpHost = plainHttpHost;
        this.timeout = timeout;
    }

    /**
     * Reads the whole document.
     *
     * @throws InvalidInputException if it can't be read, or exceeds a limit
     */
    public Download read() {
        String text = isUrl() ? fetch(uri(name)) : Document.text(Path.of(name));
        return new Download(shown(), text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    private boolean isUrl() {
        return name.matches("(?is)[a-z][a-z0-9+.-]+:.*") && !name.matches("(?is)[a-z]:[\\\\/].*");
    }

    /** Returns the name without what may be a secret of a URL: a password, or a signature in the query. */
    private String shown() {
        return isUrl() ? name.replaceFirst("(?s)[?#].*", "").replaceFirst("//[^/]*@", "//") : name;
    }

    /**
     * @param source path, or URL without its query
     * @param text of the document
     */
    public record Download(String source, String text) {
        /** @throws InvalidInputException if it is no OpenAPI document */
        public Document document() {
            return Document.parse(source, text);
        }

        /** Returns a URL as it is, and the name of a file without its folders, which differ on each machine. */
        public String shownSource() {
            return source.contains("://")
                    ? source
                    : String.valueOf(Path.of(source).getFileName());
        }

        public String sha256() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String fetch(URI first) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        long deadline = System.nanoTime() + timeout.toNanos();
        URI uri = first;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpResponse<byte[]> response = get(client, uri, deadline);
            int status = response.statusCode();
            if (status == 200) {
                return text(response);
            }
            String location = response.headers().firstValue("location").orElse("");
            if (status < 300 || status > 399 || location.isEmpty()) {
                throw problem("returned HTTP " + status);
            }
            uri = redirect(uri, location);
        }
        throw problem("redirects more than " + MAX_REDIRECTS + " times");
    }

    private URI redirect(URI from, String location) {
        URI to = from.resolve(uriOf(location));
        if (!from.getScheme().equals(to.getScheme())
                || !from.getHost().equalsIgnoreCase(to.getHost())
                || from.getPort() != to.getPort()) {
            throw problem("redirects to another host, " + to.getScheme() + "://" + to.getHost()
                    + (to.getPort() < 0 ? "" : ":" + to.getPort()) + "; pass that URL if you trust it");
        }
        return uri(to.toString());
    }

    private HttpResponse<byte[]> get(HttpClient client, URI uri, long deadline) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("accept", "application/json")
                .header("user-agent", "seam-instant-keys-spec")
                .build();
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, info -> new Bounded());
        try {
            return response.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw problem("did not send the whole document within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TooLarge
                    ? problem("is larger than any OpenAPI document: more than " + Document.MAX_BYTES + " bytes")
                    : problem("can't be fetched: " + reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("was not read: interrupted");
        } finally {
            response.cancel(true); // else a slow download would go on
        }
    }

    private static String reason(Throwable e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return e.getClass().getSimpleName() + (message.equals("null") ? "" : ", " + message);
    }

    private String text(HttpResponse<byte[]> response) {
        if (response.headers().firstValue("content-encoding").isPresent()) {
            throw problem("is compressed, although that was not requested");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(response.body()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw problem("is not UTF-8 text");
        }
    }

    private URI uri(String text) {
        URI uri = uriOf(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean isAllowed = scheme.equals("https")
                || scheme.equals("http")
                        && !plainHttpHost.isEmpty()
                        && plainHttpHost.equals(uri.getHost())
                        && isLoopback(plainHttpHost);
        if (!isAllowed || uri.getHost() == null || uri.getUserInfo() != null) {
            throw problem("needs https, a host and no password");
        }
        return uri;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    private URI uriOf(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw problem("is no URL, or leads to none");
        }
    }

    private InvalidInputException problem(String problem) {
        return new InvalidInputException(shown() + " " + problem + ".");
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Collects a body, and cancels the download once it exceeds the limit. */
    private static final class Bounded implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > Document.MAX_BYTES) {
                    subscription.cancel();
                    body.completeExceptionally(new TooLarge());
                    return;
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.write(part, 0, part.length);
            }
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
