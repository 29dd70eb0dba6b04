package co.seam.instantkeys.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects multipart requests to the paths of webhook handlers. Seam sends none, and Spring MVC would read one whole
 * before it looks for its handler.
 */
final class WebhookMultipartFilter extends OncePerRequestFilter {
    private final SeamWebhookHandlers handlers;

    WebhookMultipartFilter(SeamWebhookHandlers handlers) {
        this.handlers = handlers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/") && handlers.matchPathOf(request)) {
            WebhookInterceptor.reject(response, HttpServletResponse.SC_BAD_REQUEST, "it is a multipart request");
        } else {
            chain.doFilter(request, response);
        }
    }
}
