package co.seam.instantkeys.spring;

import co.seam.instantkeys.WebhookEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Passes on the event that {@link WebhookInterceptor} has read. */
final class WebhookArgumentResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(SeamWebhookEvent.class);
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Optional<?> event =
                (Optional<?>) request.getAttribute(WebhookInterceptor.EVENT, RequestAttributes.SCOPE_REQUEST);
        if (event == null) {
            throw new IllegalStateException("the interceptor of webhook requests did not run");
        }
        return parameter.getParameterType() == WebhookEvent.class ? event.orElseThrow() : event;
    }
}
