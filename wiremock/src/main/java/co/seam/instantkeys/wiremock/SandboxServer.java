package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.common.LocalNotifier;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;
import wiremock.org.eclipse.jetty.servlet.DefaultServlet;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;
import wiremock.org.eclipse.jetty.servlet.ServletHandler;
import wiremock.org.eclipse.jetty.servlet.ServletMapping;

/**
 * WireMock's own HTTP server, except for requests that WireMock cannot read, such as {@code ?search=50%}: they get an
 * error of the API in place of a page with a stack trace. And except for the static files of WireMock's pages.
 */
class SandboxServer extends Jetty11HttpServer {
    SandboxServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        super(options, admin, stubs);
    }

    @Override
    protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        HandlerWrapper handler = new UnreadableRequests();
        handler.setHandler(super.createHandler(options, admin, stubs));
        return handler;
    }

    /** Takes away the static files of WireMock's own pages: they are served without asking {@link AdminGuard}. */
    @Override
    protected void decorateAdminServiceContextAfterConfig(ServletContextHandler admin) {
        ServletHandler servlets = admin.getServletHandler();
        servlets.setServletMappings(Stream.of(servlets.getServletMappings())
                .filter(mapping -> !servlets.getServlet(mapping.getServletName())
                        .getClassName()
                        .equals(DefaultServlet.class.getName()))
                .toArray(ServletMapping[]::new));
    }

    private static final class UnreadableRequests extends HandlerWrapper {
        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            try {
                super.handle(target, base, request, response);
            } catch (ServletException | RuntimeException e) {
                if (response.isCommitted()) {
                    throw e;
                }
                LocalNotifier.notifier().error("The Seam sandbox cannot read a request", e);
                base.setHandled(true);
                respond(response);
            }
        }

        /** Sends no details: they may quote a secret. */
        private static void respond(HttpServletResponse response) throws IOException {
            WebResponse error = ControlApi.error(new ApiError(
                    400, "invalid_input", "The request cannot be read: its headers, query or body are not valid."));
            response.reset();
            response.setStatus(error.status);
            error.headers.forEach(response::setHeader);
            response.getOutputStream().write(error.body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
