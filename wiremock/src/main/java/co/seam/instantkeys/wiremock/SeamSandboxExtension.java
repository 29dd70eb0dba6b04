package co.seam.instantkeys.wiremock;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit 5 tests a {@link SeamSandbox} as a parameter:
 *
 * <pre>{@code
 * @ExtendWith(SeamSandboxExtension.class)
 * class BookingTest {
 *     @Test
 *     void booking_confirmed_makesOneKey(SeamSandbox sandbox) {
 *         // give sandbox.endpoint() and sandbox.apiKey() to the code under test, and let it confirm a booking
 *         assertEquals(1, sandbox.timesProcessed("/user_identities/generate_instant_key"));
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has a sandbox of its own, which its {@code @BeforeEach} and {@code @AfterEach} methods get too; it is
 * started when first asked for, within some ten milliseconds, and closed after the test. Tests thus see nothing of each
 * other, also where JUnit runs them at the same time. For other settings than the default ones:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SeamSandboxExtension SANDBOX = new SeamSandboxExtension(SeamSandbox.builder().seed(7));
 * }</pre>
 */
public final class SeamSandboxExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SeamSandboxExtension.class);

    private final SeamSandbox.Builder settings;

    /** For {@code @ExtendWith}: with the settings of {@link SeamSandbox#start()}. */
    public SeamSandboxExtension() {
        this(SeamSandbox.builder());
    }

    /** For {@code @RegisterExtension}: each sandbox has these settings. */
    public SeamSandboxExtension(SeamSandbox.Builder settings) {
        this.settings = settings;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == SeamSandbox.class;
    }

    /** @throws ParameterResolutionException outside of a test, in a constructor or a {@code @BeforeAll} method */
    @Override
    public SeamSandbox resolveParameter(ParameterContext parameter, ExtensionContext test) {
        if (test.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("each test has a SeamSandbox of its own: take it as a parameter of"
                    + " a test, @BeforeEach or @AfterEach method, or keep one by SeamSandbox.start()");
        }
        return test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(SeamSandbox.class, key -> settings.start(), SeamSandbox.class);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        SeamSandbox sandbox = test.getStore(NAMESPACE).remove(SeamSandbox.class, SeamSandbox.class);
        if (sandbox != null) { // the test asked for one
            sandbox.close();
        }
    }
}
