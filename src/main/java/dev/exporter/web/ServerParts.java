package dev.exporter.web;

import dev.exporter.web.access.AccessRules;
import dev.exporter.web.access.EntryFilters;
import dev.exporter.web.live.LiveHub;
import dev.exporter.web.problem.ProblemWriter;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** The server itself, with limits to what a caller can make it keep. */
@Configuration(proxyBeanMethods = false)
@Import({AccessRules.class, EntryFilters.class})
class ServerParts {
    private static final int HEADER_BYTES = 16 * 1024;
    /** Connections that do nothing keep no thread; each costs about 40 kB. */
    private static final int CONNECTIONS = 4_096;

    private static final int THREADS = 32;
    /** To send a request's head, or to take what is sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final int PARAMETERS = 200;

    @Bean
    TomcatServletWebServerFactory tomcat(Listening listening, InetAddress address) {
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(listening.port());
        tomcat.setAddress(address);
        tomcat.setShutdown(Shutdown.GRACEFUL);
        // Its default is the temporary directory, where it would stay after a SIGKILL.
        tomcat.setBaseDirectory(listening.directory().toFile());
        tomcat.getSettings().setDocumentRoot(listening.directory().toFile());
        tomcat.addConnectorCustomizers(ServerParts::limit);
        tomcat.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(BareErrors.class.getName()));
        // Of a body that is too large the rest would be waited for, by a thread.
        tomcat.addContextCustomizers(context -> context.setSwallowAbortedUploads(false));
        return tomcat;
    }

    private static void limit(Connector connector) {
        connector.setXpoweredBy(false);
        connector.setMaxParameterCount(PARAMETERS);
        AbstractHttp11Protocol<?> protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        protocol.setMaxHttpRequestHeaderSize(HEADER_BYTES);
        protocol.setMaxConnections(CONNECTIONS);
        protocol.setMaxThreads(THREADS);
        protocol.setMinSpareThreads(2);
        protocol.setConnectionTimeout((int) PATIENCE.toMillis());
        protocol.setKeepAliveTimeout((int) KEEP_ALIVE.toMillis());
        protocol.setMaxSwallowSize(HEADER_BYTES);
        protocol.setMaxTrailerSize(HEADER_BYTES);
        protocol.setRelaxedQueryChars("");
        protocol.setCompression("on");
        protocol.setCompressibleMimeType("text/html,text/css,text/javascript,application/json,image/svg+xml");
    }

    @Bean
    ProblemWriter problemWriter() {
        return new ProblemWriter();
    }

    @Bean
    LiveHub liveHub() {
        return new LiveHub();
    }

    /** Before anything waits for requests on their way: these would never end. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfLiveUpdates(LiveHub hub) {
        return event -> hub.close();
    }

    /** How long requests on their way have when the server stops. */
    @Bean
    DefaultLifecycleProcessor lifecycleProcessor() {
        DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
        processor.setTimeoutPerShutdownPhase(PATIENCE.toMillis());
        return processor;
    }
}
