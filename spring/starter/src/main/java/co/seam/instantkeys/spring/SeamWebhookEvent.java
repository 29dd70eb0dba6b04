package co.seam.instantkeys.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a Spring MVC handler method that takes the event of a webhook request:
 *
 * <pre>{@code
 * @PostMapping("/seam/events")
 * @ResponseStatus(HttpStatus.NO_CONTENT)
 * void receive(@SeamWebhookEvent WebhookEvent event) {
 *     queue.add(event);
 * }
 * }</pre>
 *
 * <p>The request is verified with the {@code SeamWebhook} bean before anything else reads its body. A request that is
 * not authentic gets the status 400, one that is larger than {@code seam.webhook.max-body-size} gets 413, and the
 * method is not called. The parameter is a {@link co.seam.instantkeys.WebhookEvent}, or an {@link java.util.Optional}
 * of it, which is empty for a request that is authentic but no event; without Optional, such a request gets the status
 * {@code seam.webhook.unreadable-status}. The method cannot have a parameter for the body as well.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface SeamWebhookEvent {}
