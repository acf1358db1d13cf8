package dev.exporter.web;

import dev.exporter.plan.ExporterException;
import dev.exporter.web.access.Doorman;
import dev.exporter.web.access.EntryFilters;
import dev.exporter.web.keys.KeyFile;
import dev.exporter.web.keys.KeyRing;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextException;

/** A running server. Made by {@link #at}; stops when it is closed, or when the process ends. Thread-safe. */
public final class WebServer implements AutoCloseable {
    /** Held, since java.util.logging forgets the levels of loggers that nobody holds. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.apache.catalina"), Logger.getLogger("org.apache.coyote"));

    private final AnnotationConfigServletWebServerApplicationContext context;
    private final String bind;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private WebServer(AnnotationConfigServletWebServerApplicationContext context, String bind) {
        this.context = context;
        this.bind = bind;
    }

    /**
     * A server that is still to be started.
     *
     * @throws ExporterException refused, if it cannot or must not listen there
     */
    public static Plan at(Listening listening) {
        InetAddress address = listening.check();
        Optional<KeyRing> keys = listening.keys().map(file -> new KeyRing(new KeyFile(file)));
        return new Plan(listening, address, keys);
    }

    /** What a server will be made of. For one thread. */
    public static final class Plan {
        private final Listening listening;
        private final InetAddress address;
        private final Optional<KeyRing> keys;
        private final List<Class<?>> rooms = new ArrayList<>();
        private final List<Consumer<AnnotationConfigServletWebServerApplicationContext>> things = new ArrayList<>();

        private Plan(Listening listening, InetAddress address, Optional<KeyRing> keys) {
            this.listening = listening;
            this.address = address;
            this.keys = keys;
        }

        /** Gives the rooms something to work with; whoever gives it closes it, after the server. */
        public <T> Plan with(Class<T> type, T thing) {
            things.add(context ->
                    context.registerBean(type, () -> thing, definition -> definition.setDestroyMethodName("")));
            return this;
        }

        /** Adds a room, by its Spring configuration. */
        public Plan room(Class<?> configuration) {
            rooms.add(configuration);
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws ExporterException refused, if somebody else has taken the port meanwhile; failed, if its directory
         *     cannot be made
         */
        public WebServer start() {
            LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
            makeDirectory();
            AnnotationConfigServletWebServerApplicationContext context =
                    new AnnotationConfigServletWebServerApplicationContext();
            context.registerBean(Listening.class, () -> listening);
            context.registerBean(InetAddress.class, () -> address);
            context.registerBean(
                    EntryFilters.AllowedHosts.class,
                    () -> new EntryFilters.AllowedHosts(listening.allowedHosts(), listening.bind()));
            context.registerBean(Doorman.class, () -> new Doorman(keys, System::nanoTime));
            things.forEach(thing -> thing.accept(context));
            context.register(ServerParts.class, MvcParts.class);
            rooms.forEach(context::register);
            try {
                context.refresh();
            } catch (ApplicationContextException e) {
                if (e.getCause() instanceof PortInUseException) {
                    throw listening.cannotListen(new IOException("Address already in use", e));
                }
                throw e;
            }
            return new WebServer(context, listening.bind());
        }

        private void makeDirectory() {
            try {
                Files.createDirectories(listening.directory());
            } catch (IOException e) {
                throw ExporterException.failed(
                        "directory-unusable",
                        "the server's directory cannot be made: " + e,
                        listening.directory().toString(),
                        "Check the path and its permissions",
                        e);
            }
        }
    }

    /** The port that it listens at. */
    public int port() {
        return Optional.ofNullable(context.getWebServer())
                .orElseThrow(() -> new IllegalStateException("closed"))
                .getPort();
    }

    /** What to call it by in a browser on this machine. */
    public String address() {
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "localhost" : bind;
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port() + "/";
    }

    /** Waits until it is closed; closes it first where the process is told to end. */
    public void await() throws InterruptedException {
        Thread closing = new Thread(this::close, "server-stop");
        Runtime.getRuntime().addShutdownHook(closing);
        stopped.await();
    }

    /** Answers what has been asked, for a few seconds at most, ends live streams and stops. */
    @Override
    public void close() {
        context.close();
        stopped.countDown();
    }
}
