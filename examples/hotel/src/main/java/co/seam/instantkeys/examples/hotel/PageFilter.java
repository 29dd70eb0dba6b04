package co.seam.instantkeys.examples.hotel;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the pages to this machine, and their links out of caches. The application listens on the loopback interface
 * only, but pages of others in the same browser could send forms to it, or let their own host name resolve to it (DNS
 * rebinding). In your application, Spring Security does this, and asks for a login.
 */
@Component
class PageFilter extends OncePerRequestFilter {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");
    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** Leaves the webhook to its signature. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(DoorEvents.WEBHOOK);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self';"
                        + " base-uri 'none'; frame-ancestors 'self'");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!THIS_MACHINE.contains(request.getServerName()) || isFormOfOthers(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Browsers state where a form comes from. */
    private static boolean isFormOfOthers(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        boolean isOwn = (origin == null || origin.equals("http://" + request.getHeader("Host")))
                && (site == null || site.equals("same-origin"));
        return !READS.contains(request.getMethod()) && !isOwn;
    }
}
