package co.seam.instantkeys.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Adds the sandbox to the context of a test with {@link EnableSeamSandbox}, also where an interface of the test has the
 * annotation: Spring reads no imports there.
 */
final class SandboxCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        return TestContextAnnotationUtils.hasAnnotation(testClass, EnableSeamSandbox.class)
                ? new SandboxCustomizer()
                : null;
    }

    /** Equal to each other: contexts that differ in nothing else are cached as one. */
    private record SandboxCustomizer() implements ContextCustomizer {
        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            new AnnotatedBeanDefinitionReader((BeanDefinitionRegistry) context.getBeanFactory())
                    .register(SandboxConfiguration.class);
        }
    }
}
