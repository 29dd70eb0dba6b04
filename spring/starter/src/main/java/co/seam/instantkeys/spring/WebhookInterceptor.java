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
 * arguments of the method are resolved, so that no converter has read the body yet, and sets the status itself, so that
 * no exception handler of the application replaces it.
 */
final class WebhookInterceptor implements HandlerInterceptor {
    /** Request attribute with an {@code Optional} of the event. */
    static final String EVENT = WebhookInterceptor.class.getName() + ".event";

    /** The longest array that every JVM can allocate. */
    private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

    private static final Log LOG = LogFactory.getLog(WebhookInterceptor.class);

    private final ObjectProvider<SeamWebhook> webhook;
    private final int maxBodyBytes;
    private final int unreadableStatus;

    WebhookInterceptor(ObjectProvider<SeamWebhook> webhook, SeamProperties.Webhook properties) {
        this.webhook = webhook;
        maxBodyBytes = (int) Math.min(properties.getMaxBodySize().toBytes(), MAX_ARRAY_LENGTH);
        unreadableStatus = properties.getUnreadableStatus();
    }

    /** Returns the parameter for the event, or null if the method has none. */
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
        if (parameter == null) {
            return true;
        }
        if (request.getAttribute(EVENT) != null) { // this is the dispatch after asynchronous handling
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

    /** Returns the body, or null if it is longer than the limit. */
    private byte @Nullable [] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > maxBodyBytes) {
            return null;
        }
        byte[] body = request.getInputStream().readNBytes(maxBodyBytes + 1);
        return body.length > maxBodyBytes ? null : body;
    }

    /** Does not call {@code sendError}: its error page may need a login, which would change the status. */
    static boolean reject(HttpServletResponse response, int status, @Nullable String reason) {
        LOG.warn("webhook request rejected with status " + status + ": " + reason);
        response.setStatus(status);
        return false;
    }
}
