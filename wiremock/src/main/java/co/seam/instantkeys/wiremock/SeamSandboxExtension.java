package co.seam.instantkeys.wiremock;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides JUnit 5 tests with a {@link SeamSandbox} parameter:
 *
 * <pre>{@code
 * @ExtendWith(SeamSandboxExtension.class)
 * class BookingTest {
 *     @Test
 *     void booking_confirmed_issuesOneKey(SeamSandbox sandbox) {
 *         // configure the code under test with sandbox.endpoint() and sandbox.apiKey(), and confirm a booking
 *         assertEquals(1, sandbox.timesProcessed("/user_identities/generate_instant_key"));
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has its own sandbox, which it shares with its {@code @BeforeEach} and {@code @AfterEach} methods. The
 * sandbox starts, in about ten milliseconds, when a parameter first requests it, and is closed after the test. Tests
 * never see each other's data, even if JUnit runs them in parallel. To change the default settings:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SeamSandboxExtension SANDBOX = new SeamSandboxExtension(SeamSandbox.builder().seed(7));
 * }</pre>
 */
public final class SeamSandboxExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SeamSandboxExtension.class);

    private final SeamSandbox.Builder settings;

    /** Creates an extension whose sandboxes have the default settings, for {@code @ExtendWith}. */
    public SeamSandboxExtension() {
        this(SeamSandbox.builder());
    }

    /** Creates an extension whose sandboxes have these settings, for {@code @RegisterExtension}. */
    public SeamSandboxExtension(SeamSandbox.Builder settings) {
        this.settings = settings;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == SeamSandbox.class;
    }

    /**
     * Returns the sandbox of the test; starts it if this is its first parameter.
     *
     * @throws ParameterResolutionException outside of a test, in a constructor or a {@code @BeforeAll} method
     */
    @Override
    public SeamSandbox resolveParameter(ParameterContext parameter, ExtensionContext test) {
        if (test.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("each test has a SeamSandbox of its own: declare the parameter on a"
                    + " test, @BeforeEach or @AfterEach method, or start a sandbox with SeamSandbox.start()");
        }
        return test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(SeamSandbox.class, key -> settings.start(), SeamSandbox.class);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        SeamSandbox sandbox = test.getStore(NAMESPACE).remove(SeamSandbox.class, SeamSandbox.class);
        if (sandbox != null) { // the test has a sandbox parameter
            sandbox.close();
        }
    }
}
