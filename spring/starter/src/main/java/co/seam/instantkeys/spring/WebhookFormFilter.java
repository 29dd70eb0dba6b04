package co.seam.instantkeys.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects multipart requests and forms to the paths of webhook handlers. Seam sends none, and their bodies are read
 * before {@link WebhookInterceptor} runs: by Spring MVC, and by each filter that asks for a parameter.
 */
final class WebhookFormFilter extends OncePerRequestFilter implements Ordered {
    private final SeamWebhookHandlers handlers;

    WebhookFormFilter(SeamWebhookHandlers handlers) {
        this.handlers = handlers;
    }

    /** Before all that may read a body, such as Spring Security, and after the observation of requests. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 2;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hasParameters(request.getContentType()) && handlers.matchPathOf(request)) {
            WebhookInterceptor.reject(
                    response, HttpServletResponse.SC_BAD_REQUEST, "it is a multipart request or form");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean hasParameters(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/") || type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }
}
