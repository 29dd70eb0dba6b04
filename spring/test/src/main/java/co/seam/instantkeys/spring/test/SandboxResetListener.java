package co.seam.instantkeys.spring.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Resets the sandbox before each test method and its {@code @BeforeEach} methods. */
final class SandboxResetListener implements TestExecutionListener {
    @Override
    public void beforeTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext()
                    .getBeanProvider(SandboxWebhookDelivery.class)
                    .ifAvailable(SandboxWebhookDelivery::reset);
        }
    }
}
