package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.WebhookEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.UrlPathHelper;

/** A bean that knows the handler methods with a {@link SeamWebhookEvent}. Thread-safe. */
public final class SeamWebhookHandlers implements SmartInitializingSingleton {
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final ObjectProvider<SeamWebhook> webhook;

    SeamWebhookHandlers(ObjectProvider<RequestMappingHandlerMapping> mappings, ObjectProvider<SeamWebhook> webhook) {
        this.mappings = mappings;
        this.webhook = webhook;
    }

    /**
     * Returns the patterns of their paths within the application, sorted; empty if there are no such methods. Use it
     * when the application has started.
     */
    public List<String> paths() {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(handler -> WebhookInterceptor.parameter(handler.getValue()) != null)
                .flatMap(handler -> handler.getKey().getPatternValues().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Returns whether one of them has the path of a request, whatever its method and its media type, and no other
     * handler takes it at exactly this path. Reads no body.
     */
    boolean matchPathOf(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        // for applications that match paths with AntPathMatcher
        UrlPathHelper.defaultInstance.resolveAndCacheLookupPath(request);
        try {
            boolean isWebhook = false;
            for (RequestMappingHandlerMapping mapping : mappings) {
                for (Map.Entry<RequestMappingInfo, HandlerMethod> handler :
                        mapping.getHandlerMethods().entrySet()) {
                    RequestMappingInfo info = handler.getKey();
                    if (info.getActivePatternsCondition().getMatchingCondition(request) == null) {
                        continue;
                    }
                    if (WebhookInterceptor.parameter(handler.getValue()) != null) {
                        isWebhook = true;
                    } else if (!info.getDirectPaths().isEmpty() && takes(info, request)) {
                        return false;
                    }
                }
            }
            return isWebhook;
        } finally {
            request.removeAttribute(UrlPathHelper.PATH_ATTRIBUTE);
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }

    private static boolean takes(RequestMappingInfo info, HttpServletRequest request) {
        return info.getMethodsCondition().getMatchingCondition(request) != null
                && info.getConsumesCondition().getMatchingCondition(request) != null;
    }

    /** Finds at the start what would fail in the first request. */
    @Override
    public void afterSingletonsInstantiated() {
        for (RequestMappingHandlerMapping mapping : mappings) {
            for (HandlerMethod handler : mapping.getHandlerMethods().values()) {
                MethodParameter parameter = WebhookInterceptor.parameter(handler);
                if (parameter != null) {
                    check(handler, parameter);
                }
            }
        }
    }

    private void check(HandlerMethod handler, MethodParameter parameter) {
        ResolvableType optional = ResolvableType.forClassWithGenerics(Optional.class, WebhookEvent.class);
        ResolvableType type = ResolvableType.forMethodParameter(parameter);
        if (type.resolve() != WebhookEvent.class && !optional.isAssignableFrom(type)) {
            throw new SeamConfigurationException(
                    "The parameter with @SeamWebhookEvent of " + handler + " is neither a WebhookEvent nor an"
                            + " Optional<WebhookEvent>.",
                    "Change the type of the parameter.");
        }
        if (webhook.getIfAvailable() == null) {
            throw new SeamConfigurationException(
                    handler + " has a parameter with @SeamWebhookEvent, but seam.webhook.secret is not set.",
                    "Set the property seam.webhook.secret, or the environment variable SEAM_WEBHOOK_SECRET, to the"
                            + " secret of the webhook.");
        }
    }
}
