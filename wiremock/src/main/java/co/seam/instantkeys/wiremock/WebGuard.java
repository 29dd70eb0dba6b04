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
 * Protects the controls of the sandbox against other machines, and against other sites in the developer's browser, even
 * if DNS rebinding points their name at this machine.
 */
final class WebGuard {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private final String host;
    private final boolean isLoopback;
    private final String token;

    /**
     * @param host on which the sandbox listens
     * @param token that every request needs if other machines can connect
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

    /** Returns the token, or null if none is needed because only this machine can connect. */
    @Nullable
    String token() {
        return isLoopback ? null : token;
    }

    /** Returns the response that rejects a request, or null if the request is allowed. */
    @Nullable
    WebResponse reject(WebRequest request) {
        if (isLoopback && !isOwnName(request)) {
            return WebResponse.text(403, "The Host header must name this machine, such as 127.0.0.1.");
        }
        if (!isSameOrigin(request)) {
            return WebResponse.text(403, "The request comes from a page of another site.");
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
