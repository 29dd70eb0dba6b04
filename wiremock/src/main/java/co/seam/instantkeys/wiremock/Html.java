package co.seam.instantkeys.wiremock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Objects;

/** An HTML page that is being written. Texts and the values of attributes are escaped here, and nowhere else. */
final class Html {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;

    private final StringBuilder html = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private final String nonce;

    /**
     * @param style the style sheet: trusted, never from outside
     * @param refreshSeconds after which the browser loads the page again; 0 for never
     */
    Html(String title, String style, int refreshSeconds) {
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        nonce = Base64.getEncoder().encodeToString(random);
        html.append("<!DOCTYPE html>");
        begin("html", "lang", "en").begin("head");
        empty("meta", "charset", "utf-8");
        empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        empty("meta", "name", "color-scheme", "content", "light dark");
        empty("meta", "name", "robots", "content", "noindex");
        if (refreshSeconds > 0) {
            empty("meta", "http-equiv", "refresh", "content", String.valueOf(refreshSeconds));
        }
        empty("link", "rel", "icon", "href", "data:,"); // else the browser asks for /favicon.ico
        element("title", title);
        begin("style", "nonce", nonce);
        html.append(style);
        end().end();
        begin("body");
    }

    /** Returns a style sheet of this package. */
    static String style(String name) {
        try (InputStream in = Objects.requireNonNull(Html.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Value by which the browser recognizes the page's own style sheet. */
    String nonce() {
        return nonce;
    }

    /** @param attributes names and values */
    Html begin(String element, String... attributes) {
        empty(element, attributes);
        open.push(element);
        return this;
    }

    Html end() {
        html.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Ends elements up to the innermost of that name, which is the last to end. */
    void endThrough(String element) {
        while (!open.element().equals(element)) {
            end();
        }
        end();
    }

    /** Writes an element that has no content. */
    Html empty(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            html.append('"');
        }
        html.append('>');
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** Writes an element that contains a text. */
    Html element(String element, String text, String... attributes) {
        return begin(element, attributes).text(text).end();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&':
                    html.append("&amp;");
                    break;
                case '<':
                    html.append("&lt;");
                    break;
                case '>':
                    html.append("&gt;");
                    break;
                case '"':
                    html.append("&quot;");
                    break;
                case '\'':
                    html.append("&#39;");
                    break;
                default:
                    html.append(c);
            }
        }
    }

    /** Returns the page, with all elements ended. */
    @Override
    public String toString() {
        StringBuilder whole = new StringBuilder(html);
        open.forEach(element -> whole.append("</").append(element).append('>'));
        return whole.toString();
    }
}
