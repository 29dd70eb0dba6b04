package co.seam.instantkeys.spring.test;

import co.seam.instantkeys.spring.SeamWebhookHandlers;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

/** Sends the events of the sandbox to the handler methods of the application, once it listens, and after each reset. */
final class SandboxWebhookDelivery implements ApplicationListener<ContextRefreshedEvent> {
    private static final Log LOG = LogFactory.getLog(SandboxWebhookDelivery.class);
    private static final int SECRET_BYTES = 24;

    private final SeamSandbox sandbox;
    private final ApplicationContext context;
    /** The same for all webhooks of the context, whose verifier is created once. */
    private final String secret;

    SandboxWebhookDelivery(SeamSandbox sandbox, ApplicationContext context) {
        this.sandbox = sandbox;
        this.context = context;
        byte[] key = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(key);
        secret = "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    String secret() {
        return secret;
    }

    /** Returns the sandbox to its state at the start of the application. */
    void reset() {
        sandbox.reset();
        urls().forEach(url -> sandbox.webhooks().deliverTo(url, secret));
    }

    /** By then the web server, if there is one, has a port. */
    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (event.getApplicationContext() == context) { // not one of its children
            List<String> urls = urls();
            urls.forEach(url -> sandbox.webhooks().deliverTo(url, secret));
            LOG.info("Seam sandbox at " + sandbox.endpoint() + ", webhooks to " + urls);
        }
    }

    private List<String> urls() {
        Environment environment = context.getEnvironment();
        String port = environment.getProperty("local.server.port");
        SeamWebhookHandlers handlers =
                context.getBeanProvider(SeamWebhookHandlers.class).getIfAvailable();
        if (port == null || handlers == null) {
            return List.of();
        }
        String base = "http://127.0.0.1:" + port + environment.getProperty("server.servlet.context-path", "")
                + environment.getProperty("spring.mvc.servlet.path", "").replaceFirst("/$", "");
        return handlers.paths().stream()
                .filter(path -> !path.contains("{") && !path.contains("*"))
                .map(path -> base + path)
                .toList();
    }
}
