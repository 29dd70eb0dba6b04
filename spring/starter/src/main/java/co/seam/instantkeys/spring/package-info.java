/**
 * Seam Instant Keys in a Spring Boot application: a {@link co.seam.instantkeys.Seam} from the properties that begin
 * with {@code seam}, metrics of its calls, and webhook requests as arguments of handler methods.
 *
 * <p>What is in this package, for maintainers:
 *
 * <ul>
 *   <li>What applications use: {@code SeamBuilderCustomizer}, {@code SeamConnectionDetails}, {@code SeamWebhookEvent},
 *       {@code SeamWebhookHandlers}.
 *   <li>The auto-configurations, one for each thing that an application may have or lack. A class of an optional
 *       library appears in its own auto-configuration and below, and nowhere else.
 *   <li>Settings: {@code SeamProperties} has them, {@code SeamSettings} applies them, and each that cannot be used is a
 *       {@code SeamConfigurationException}, which names the property and never its value.
 * </ul>
 */
@NullMarked
package co.seam.instantkeys.spring;

import org.jspecify.annotations.NullMarked;
