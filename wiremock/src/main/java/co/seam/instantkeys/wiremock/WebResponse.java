package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response of one of the sandbox's own pages. It is never cached, and no page of another site may embed it. */
final class WebResponse {
    final int status;
    final Map<String, String> headers = new LinkedHashMap<>();
    final String body;

    private WebResponse(int status, String mediaType, String body) {
        this.status = status;
        this.body = body;
        headers.put("Content-Type", mediaType + "; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Referrer-Policy", "no-referrer");
    }

    /** Allows the page its own style sheet, images within the page itself, and forms to this server. Nothing else. */
    static WebResponse page(int status, Html page) {
        return new WebResponse(status, "text/html", page.toString())
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'nonce-" + page.nonce() + "'; img-src data:; form-action 'self';"
                                + " base-uri 'none'; frame-ancestors 'none'");
    }

    static WebResponse json(int status, JsonElement json) {
        return new WebResponse(status, "application/json", json.toString());
    }

    static WebResponse text(int status, String message) {
        return new WebResponse(status, "text/plain", message + "\n");
    }

    static WebResponse methodNotAllowed(String allowed) {
        return text(405, "Use " + allowed.replace(", ", " or ") + ".").with("Allow", allowed);
    }

    /** Redirects with 303, so that reloading the page does not submit the form again. */
    static WebResponse redirect(String target) {
        return text(303, "See " + target.split("[?#]", 2)[0]).with("Location", target);
    }

    WebResponse with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    ResponseDefinition toDefinition() {
        ResponseDefinitionBuilder definition =
                new ResponseDefinitionBuilder().withStatus(status).withBody(body);
        headers.forEach(definition::withHeader);
        return definition.build();
    }
}
