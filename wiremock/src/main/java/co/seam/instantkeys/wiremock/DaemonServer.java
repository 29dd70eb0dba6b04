package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import wiremock.org.eclipse.jetty.server.Server;
import wiremock.org.eclipse.jetty.util.thread.QueuedThreadPool;
import wiremock.org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The sandbox's HTTP server with daemon threads only: a sandbox that nobody closes does not keep the JVM alive. */
final class DaemonServer extends SandboxServer {
    DaemonServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        super(options, admin, stubs);
    }

    @Override
    protected Server createServer(Options options) {
        Server server = super.createServer(options);
        ((QueuedThreadPool) server.getThreadPool()).setDaemon(true);
        server.addBean(new ScheduledExecutorScheduler("seam-sandbox", true)); // connectors take it for their timeouts
        return server;
    }
}
