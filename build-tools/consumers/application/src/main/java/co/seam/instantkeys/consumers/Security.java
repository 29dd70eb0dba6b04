package co.seam.instantkeys.consumers;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The webhook is exempt as the guide has it; everything else needs a password, and pages a CSRF token. */
@Configuration(proxyBeanMethods = false)
class Security {
    @Bean
    SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/seam/events")
                        .permitAll()
                        .dispatcherTypeMatchers(DispatcherType.ERROR) // a missing CSRF token is 403, and not 401
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/seam/events", "/stays"))
                .httpBasic(Customizer.withDefaults())
                .build();
    }
}
