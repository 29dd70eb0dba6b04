package co.seam.instantkeys.wiremock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps others away from what controls the sandbox: web pages from elsewhere in the developer's browser, even if the
 * name of their server suddenly leads to this machine, and other machines.
 */
final class WebGuard {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private final String host;
    private final boolean isLoopback;
    private final String token;

    /**
     * @param host on which the sandbox listens
     * @param token without which nobody gets in, if other machines can connect
     */
    WebGuard(String host, String token) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.isLoopback = isLoopback(host);
        this.token = token;
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // nothing can listen on it anyway
        }
    }

    /** Returns the token; null if only this machine can connect, and needs none. */
    @Nullable
    String token() {
        return isLoopback ? null : token;
    }

    /** Returns the response to a request that is not allowed; null if it is allowed. */
    @Nullable
    WebResponse reject(WebRequest request) {
        if (isLoopback && !isOwnName(request)) {
            return WebResponse.text(403, "The Host header must name this machine, such as 127.0.0.1.");
        }
        if (!isSameOrigin(request)) {
            return WebResponse.text(403, "The request comes from a page elsewhere.");
        }
        if (!isLoopback && !hasToken(request)) {
            return WebResponse.text(
                            401,
                            "Send the token that the sandbox printed when it started, as Bearer token or"
                                    + " as password.")
                    .with("WWW-Authenticate", "Basic realm=\"Seam sandbox\", charset=\"UTF-8\"");
        }
        return null;
    }

    private boolean isOwnName(WebRequest request) {
        String value = request.header("Host");
        if (value == null) {
            return false;
        }
        String name = PORT.matcher(value.toLowerCase(Locale.ROOT)).replaceFirst("");
        return LOOPBACK.matcher(name).matches() || name.equals(host);
    }

    /** Browsers name the origin of a page that sends a form or calls by script. Other programs do not. */
    private static boolean isSameOrigin(WebRequest request) {
        String origin = request.header("Origin");
        String site = request.header("Sec-Fetch-Site");
        return (origin == null || origin.equals("http://" + request.header("Host")))
                && (request.isRead() || site == null || site.equals("same-origin") || site.equals("none"));
    }

    /** The scheme Basic is for browsers, which ask for the password. */
    private boolean hasToken(WebRequest request) {
        String value = request.header("Authorization");
        if (value == null) {
            return false;
        }
        String[] parts = value.trim().split(" +", 2);
        if (parts.length < 2) {
            return false;
        }
        if (parts[0].equalsIgnoreCase("Bearer")) {
            return isToken(parts[1]);
        }
        return parts[0].equalsIgnoreCase("Basic") && isToken(password(parts[1]));
    }

    private static String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private boolean isToken(String value) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
