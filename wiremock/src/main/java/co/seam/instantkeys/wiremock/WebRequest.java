package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request to one of the sandbox's own pages, from whatever server received it. */
final class WebRequest {
    final String method;
    final String path;
    final byte[] body;
    private final String query;
    private final UnaryOperator<@Nullable String> headers;

    /**
     * @param target path, and query if there is one
     * @param headers returns a header by its name, or null
     */
    WebRequest(String method, String target, UnaryOperator<@Nullable String> headers, byte[] body) {
        int question = target.indexOf('?');
        this.method = method;
        this.path = question < 0 ? target : target.substring(0, question);
        this.query = question < 0 ? "" : target.substring(question + 1);
        this.headers = headers;
        this.body = body;
    }

    static WebRequest of(Request request) {
        return new WebRequest(
                request.getMethod().getName(),
                request.getUrl(),
                name -> name != null && request.containsHeader(name) ? request.getHeader(name) : null,
                request.getBody());
    }

    /** Whether it must not change anything. */
    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isPost() {
        return method.equals("POST");
    }

    @Nullable
    String header(String name) {
        return headers.apply(name);
    }

    /** Whether the body has that media type, with whatever parameters. */
    boolean hasMediaType(String mediaType) {
        String value = header("Content-Type");
        return value != null
                && value.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(mediaType);
    }

    /** Parameters of the query. Of several with one name, the last counts. */
    Map<String, String> query() {
        return parameters(query);
    }

    /** Fields of an HTML form in the body. */
    Map<String, String> form() {
        return hasMediaType("application/x-www-form-urlencoded")
                ? parameters(new String(body, StandardCharsets.UTF_8))
                : Map.of();
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : encoded.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                try {
                    parameters.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
                } catch (IllegalArgumentException e) {
                    // no browser and no client encodes like that: it counts as absent
                }
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
