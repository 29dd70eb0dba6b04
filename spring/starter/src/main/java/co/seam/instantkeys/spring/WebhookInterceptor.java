package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.SeamWebhookPayloadException;
import co.seam.instantkeys.SeamWebhookSignatureException;
import co.seam.instantkeys.WebhookEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Verifies the requests of handler methods that take an event, and leaves all others alone. It runs before the
 * arguments of the method are made, so that no converter has read the body, and sets the status by itself, so that no
 * exception handler of the application turns it into another.
 */
final class WebhookInterceptor implements HandlerInterceptor {
    /** Attribute of the request: an {@code Optional} of its event. */
    static final String EVENT = WebhookInterceptor.class.getName() + ".event";

    private static final Log LOG = LogFactory.getLog(WebhookInterceptor.class);

    private final ObjectProvider<SeamWebhook> webhook;
    private final int maxBodyBytes;
    private final int unreadableStatus;

    WebhookInterceptor(ObjectProvider<SeamWebhook> webhook, SeamProperties.Webhook properties) {
        this.webhook = webhook;
        maxBodyBytes = (int) Math.min(properties.maxBodySize().toBytes(), Integer.MAX_VALUE - 8);
        unreadableStatus = properties.unreadableStatus();
    }

    /** Returns the parameter for the event; null if the method has none. */
    static @Nullable MethodParameter parameter(HandlerMethod method) {
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(SeamWebhookEvent.class)) {
                return parameter;
            }
        }
        return null;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        MethodParameter parameter = handler instanceof HandlerMethod method ? parameter(method) : null;
        if (parameter == null || request.getAttribute(EVENT) != null) { // set: the method went on asynchronously
            return true;
        }
        byte[] body = body(request);
        if (body == null) {
            return reject(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "it is too large");
        }
        try {
            request.setAttribute(EVENT, Optional.of(webhook.getObject().verify(body, request::getHeader)));
            return true;
        } catch (SeamWebhookSignatureException e) {
            return reject(response, HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } catch (SeamWebhookPayloadException e) {
            if (parameter.getParameterType() == WebhookEvent.class) {
                return reject(response, unreadableStatus, "message " + e.getMessageId() + ": " + e.getMessage());
            }
            request.setAttribute(EVENT, Optional.empty());
            return true;
        }
    }

    /** Reads the body up to the limit; null if it is longer. */
    private byte @Nullable [] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > maxBodyBytes) {
            return null;
        }
        byte[] body = request.getInputStream().readNBytes(maxBodyBytes + 1);
        return body.length > maxBodyBytes ? null : body;
    }

    /** Without {@code sendError}: its error page may need a login, which would be another status. */
    static boolean reject(HttpServletResponse response, int status, @Nullable String reason) {
        LOG.warn("webhook request rejected with status " + status + ": " + reason);
        response.setStatus(status);
        return false;
    }
}
