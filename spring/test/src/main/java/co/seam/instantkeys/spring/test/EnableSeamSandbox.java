package co.seam.instantkeys.spring.test;

import co.seam.instantkeys.wiremock.SeamSandbox;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.Import;

/**
 * Gives the application a sandbox instead of the Seam API. On a test:
 *
 * <pre>{@code
 * @SpringBootTest(webEnvironment = RANDOM_PORT)
 * @EnableSeamSandbox
 * class CheckInTest {
 *     @Test
 *     void checkIn_booking_issuesOneKey(@Autowired CheckIn checkIn, SeamSandbox sandbox) {
 *         checkIn.issue("booking-7");
 *         assertThat(sandbox.grantsCreatedByKey()).containsOnlyKeys("booking-7");
 *     }
 * }
 * }</pre>
 *
 * <p>Each application context has a sandbox of its own, which lives as long as the context and is reset before each
 * test method. It is a bean, and a parameter of test methods and of those that run before and after them. Its endpoint,
 * its API key and the secret of its webhooks replace those of the application's properties. Tests that share a context cannot run in parallel; those
 * with different contexts can.
 *
 * <p>If the application listens on a port, the sandbox sends its events to the paths of the handler methods with a
 * {@link co.seam.instantkeys.spring.SeamWebhookEvent}, signed with a secret that the {@code SeamWebhook} bean accepts.
 * Paths with variables get none. For other paths, such as those of WebFlux, call {@code deliverTo} of the sandbox's
 * webhooks with the property {@code seam.webhook.secret}.
 *
 * <p>On a configuration class, it gives a local run of the application a sandbox:
 *
 * <pre>{@code
 * @Configuration
 * @EnableSeamSandbox
 * class LocalHotel {
 *     public static void main(String[] args) {
 *         SpringApplication.from(Hotel::main).with(LocalHotel.class).run(args);
 *     }
 * }
 * }</pre>
 *
 * <p>A {@link SeamSandbox.Builder} bean changes the settings of the sandbox, such as its clock, its port or its window.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(SandboxConfiguration.class)
@ExtendWith(SandboxParameterResolver.class)
public @interface EnableSeamSandbox {}
