package dev.exporter.web.access;

import dev.exporter.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** What may be done with which scope: whatever changes something needs {@code operate}, all else {@code read}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class AccessRules {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "TRACE", "OPTIONS");

    @Bean
    SecurityFilterChain rules(HttpSecurity http, Doorman doorman, ProblemWriter problems) throws Exception {
        Refusals refusals = new Refusals(problems);
        return http.securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                // HeadersFilter's, which are in every answer
                .headers(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(tokens())
                        .requireCsrfProtectionMatcher(AccessRules::needsToken)
                        // The default one would take the token back with every request, as there are no sessions to
                        // tell who was known before: a page's next file would make its forms invalid.
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/login", "/logout", "/assets/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/health", "/ready")
                        .permitAll()
                        .requestMatchers(request -> !SAFE_METHODS.contains(request.getMethod()))
                        .hasAuthority("operate")
                        .anyRequest()
                        .hasAuthority("read"))
                .addFilterBefore(new RecognitionFilter(doorman, problems), CsrfFilter.class)
                .build();
    }

    /** For the forms of pages; scripts cannot read the cookie, pages hold the token. */
    private static CookieCsrfTokenRepository tokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("exporter-form");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
        return tokens;
    }

    /**
     * Whether a request must prove that it comes from a page of this server: if it changes something and a browser could
     * have been made to send it. A key is never sent by a browser itself. Without keys, other sites' pages cannot send
     * JSON without asking first, which is not allowed to them; and they cannot hide where they are from
     * ({@link HostFilter}).
     */
    private static boolean needsToken(HttpServletRequest request) {
        if (SAFE_METHODS.contains(request.getMethod())) {
            return false;
        }
        boolean isInterface = request.getRequestURI().startsWith("/api/");
        return Visitor.of(request)
                .map(visitor -> switch (visitor.means()) {
                    case KEY -> false;
                    case SESSION -> true;
                    case LOCAL -> !(isInterface && isJson(request));
                })
                // Who is not known is told so, but for the form that asks for the key.
                .orElse(!isInterface);
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.startsWith("application/json");
    }

    @Bean
    RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
        return new Refusals(problems);
    }

    /** There are no users; without this, Spring Security would make one up. */
    @Bean
    UserDetailsService nobody() {
        return name -> {
            throw new UsernameNotFoundException(name);
        };
    }
}
