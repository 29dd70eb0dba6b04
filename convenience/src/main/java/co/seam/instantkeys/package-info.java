/**
 * Issue, read and revoke Seam Instant Keys: links that a guest taps to open a door. {@link co.seam.instantkeys.Seam} is
 * the entry point, {@link co.seam.instantkeys.SeamException} the root of all failures.
 *
 * <p>Requests and results are the generated models of {@code co.seam.instantkeys.generated.model}. Parameters must not
 * be null unless marked {@code @Nullable}. Secrets (API keys, tokens, PINs, and the instant key URL, which opens doors
 * for whoever has it) appear in no {@code toString()}, log line or exception message.
 *
 * <p>For maintainers, a map of this package:
 *
 * <ul>
 *   <li>The client: {@code Seam}, its builder, {@code Settings}, {@code Credentials}, {@code Endpoint},
 *       {@code Defaults}.
 *   <li>The resources: generated base classes, such as {@code AccessGrantsOperations}, with the operations of the
 *       contract; {@code AccessGrants} and others that extend them; {@code Paginated} and {@code Page}; the filters.
 *   <li>How a call becomes a result: {@code CallExecutor}, {@code SeamCallAdapterFactory}, {@code ErrorMapper}, the
 *       exceptions.
 *   <li>Domain logic: {@code Checks}, {@code AccessGrantValidator}, {@code IdempotentGrantCreation},
 *       {@code GrantMatcher}, {@code Echo}, {@code StayIssuer}, {@code IssuancePoller}, {@code Deadline}.
 *   <li>Webhooks: {@code SeamWebhook} verifies the requests of Seam, {@code WebhookEvent} is what it returns.
 *   <li>{@code internal.transport} sends requests and knows nothing of this package; {@code internal.json} reads
 *       responses.
 * </ul>
 */
@NullMarked
package co.seam.instantkeys;

import org.jspecify.annotations.NullMarked;
