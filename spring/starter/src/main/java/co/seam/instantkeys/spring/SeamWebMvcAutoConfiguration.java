package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamWebhook;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Makes webhook requests arguments of handler methods, in a Spring MVC application. */
@AutoConfiguration(after = SeamWebhookAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "org.springframework.web.servlet.config.annotation.WebMvcConfigurer")
@EnableConfigurationProperties(SeamProperties.class)
public final class SeamWebMvcAutoConfiguration {
    @Bean
    @ConditionalOnBean(SeamWebhook.class)
    @ConditionalOnMissingBean(name = "seamWebMvcConfigurer")
    WebMvcConfigurer seamWebMvcConfigurer(SeamProperties properties, ObjectProvider<SeamWebhook> webhook) {
        WebhookInterceptor interceptor = new WebhookInterceptor(webhook, properties.getWebhook());
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(interceptor);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new WebhookArgumentResolver());
            }
        };
    }

    @Bean
    @ConditionalOnBean(SeamWebhook.class)
    @ConditionalOnMissingBean
    WebhookFormFilter seamWebhookFormFilter(SeamWebhookHandlers handlers) {
        return new WebhookFormFilter(handlers);
    }

    /** Created without a verifier too: stops the start if a handler method needs one. */
    @Bean
    @ConditionalOnMissingBean
    SeamWebhookHandlers seamWebhookHandlers(
            ObjectProvider<RequestMappingHandlerMapping> mappings, ObjectProvider<SeamWebhook> webhook) {
        return new SeamWebhookHandlers(mappings, webhook);
    }
}
