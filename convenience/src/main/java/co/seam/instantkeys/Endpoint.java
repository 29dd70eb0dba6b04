package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.Lazy;
import co.seam.instantkeys.internal.transport.Loopback;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Parses the base URL of the API and checks that a token may be sent there. */
final class Endpoint {
    /**
     * An https URL of a host alone, such as the default. OkHttp accepts each of these: it can parse them later. Its
     * parser loads some 70 classes, which is most of what {@code build()} would do.
     */
    private static final Pattern PLAIN =
            Pattern.compile("https://(?=.{1,200}$)(?!.*[a-z0-9-]{64})[a-z0-9]+([.-][a-z0-9]+)*(:[1-9][0-9]{0,3})?/?");

    private Endpoint() {}

    /** Returns the URL with a trailing slash, so that paths of operations are appended to its own path. */
    static Supplier<HttpUrl> parse(String parameter, String endpoint, boolean plainHttpAllowed) {
        String text = Checks.notBlank(parameter, endpoint).trim();
        if (PLAIN.matcher(text).matches()) {
            return new Lazy<>(() -> HttpUrl.get(text)); // its path is a slash in any case
        }
        HttpUrl url = parseNow(parameter, text, plainHttpAllowed);
        return () -> url;
    }

    private static HttpUrl parseNow(String parameter, String text, boolean plainHttpAllowed) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("https://") && !lower.startsWith("http://")) {
            throw new IllegalArgumentException(parameter + " has no http or https scheme: write https://host");
        }
        HttpUrl url = HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalArgumentException(parameter + " is not a URL");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new IllegalArgumentException(
                    parameter + " holds user info: pass credentials to apiKey or personalAccessToken");
        }
        if (url.query() != null || url.fragment() != null) {
            throw new IllegalArgumentException(
                    parameter + " holds a query or a fragment: it is a host and an optional path");
        }
        if (!url.isHttps() && !plainHttpAllowed && !Loopback.isHost(url.host())) {
            throw new IllegalArgumentException(parameter + " is plain http to " + url.host()
                    + ", where others can read the token: use https, or allowPlainHttp() if you must");
        }
        return url.encodedPath().endsWith("/")
                ? url
                : url.newBuilder().addPathSegment("").build();
    }
}
