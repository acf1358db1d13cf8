package dev.exporter.web.access;

import dev.exporter.web.body.BodyFilter;
import dev.exporter.web.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What every request passes before it is handled, in this order: headers, body, host, access. The body comes
 * before any refusal, since a thread of the server would read what is left of it then.
 */
@Configuration(proxyBeanMethods = false)
public class EntryFilters {
    /** The second half of a request whose body was waited for is like a request of its own. */
    private static final EnumSet<DispatcherType> DISPATCHES = EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC);

    /**
     * Names of hosts that requests may call, beside loopback's.
     *
     * @param names that users have given
     * @param bind where the server listens
     */
    public record AllowedHosts(List<String> names, String bind) {}

    @Bean
    FilterRegistrationBean<HeadersFilter> headers() {
        return registered(new HeadersFilter(), 1);
    }

    @Bean
    FilterRegistrationBean<HostFilter> hosts(AllowedHosts allowed, ProblemWriter problems) {
        return registered(new HostFilter(new OwnHosts(allowed.names(), allowed.bind()), allowed.names(), problems), 3);
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodies(Doorman doorman, ProblemWriter problems) {
        return registered(new BodyFilter(new BodyAllowance(doorman), problems), 2);
    }

    @Bean
    DelegatingFilterProxyRegistrationBean access() {
        DelegatingFilterProxyRegistrationBean access =
                new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
        access.setDispatcherTypes(DISPATCHES);
        access.setOrder(4);
        return access;
    }

    private static <T extends Filter> FilterRegistrationBean<T> registered(T filter, int order) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.setDispatcherTypes(DISPATCHES);
        registration.setOrder(order);
        return registration;
    }
}
