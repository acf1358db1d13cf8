package dev.exporter.web.live;

import dev.exporter.web.access.Shares;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live updates for whoever watches. What is watched is asked once a second for all of its viewers together, and not at
 * all while it has none. What has not changed is not sent. Thread-safe.
 */
public final class LiveHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PERIOD_NANOS = Duration.ofSeconds(8).toNanos();
    /** Feeds that take long are asked less often: so much of the poller's time all of them may take, as a divisor. */
    private static final int SHARE = 50;

    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(15).toNanos();
    private static final int MOST_VIEWERS = 500;
    /** Of one visitor, so that no key uses up the streams of all others. */
    private static final int MOST_OF_ONE = 100;

    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicInteger viewers = new AtomicInteger();
    private final Shares shares = new Shares(MOST_OF_ONE);
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(LiveHub::thread);
    private volatile boolean closed;
    private long nextBeat = System.nanoTime() + HEARTBEAT_NANOS;

    public LiveHub() {
        poller.scheduleWithFixedDelay(this::turn, 250, 250, TimeUnit.MILLISECONDS);
    }

    /** How many watch. */
    public int viewers() {
        return viewers.get();
    }

    /**
     * Answers a request with a stream of events: all parts of the feed at once, and later each that changes. Returns at
     * once.
     *
     * @param topic what is watched; requests with the same topic share the feed of the first of them
     * @param welcome whether the viewer may go on watching
     * @throws HttpProblemException if there are too many viewers, or too many streams of this one
     */
    public void watch(
            String topic, Feed feed, BooleanSupplier welcome, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String visitor = Visitor.of(request).map(Visitor::name).orElse("");
        admit(visitor);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // A proxy that collects the answer would make it late.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        ServletOutputStream out = response.getOutputStream();
        Viewer viewer = new Viewer(context, out, welcome, System::nanoTime);
        Topic joined = join(topic, feed, viewer);
        context.addListener(new Leaving(joined, viewer, visitor));
        out.setWriteListener(viewer);
    }

    private void admit(String visitor) {
        if (!shares.take(visitor)) {
            throw new HttpProblemException(
                    HttpProblem.TOO_MANY, "You have " + MOST_OF_ONE + " live connections already; close some pages");
        }
        if (viewers.incrementAndGet() > MOST_VIEWERS || closed) {
            viewers.decrementAndGet();
            shares.giveBack(visitor);
            throw new HttpProblemException(HttpProblem.BUSY, "there are too many live connections");
        }
    }

    private Topic join(String name, Feed feed, Viewer viewer) {
        while (true) {
            Topic topic = topics.computeIfAbsent(name, absent -> new Topic(feed, System.nanoTime()));
            if (topic.join(viewer)) {
                return topic;
            }
            topics.remove(name, topic);
        }
    }

    private void turn() {
        try {
            askAll();
        } catch (Throwable e) {
            // It would never be called again. What fails here is the log itself, or the memory: the next turn may do
            // better.
        }
    }

    private void askAll() {
        long now = System.nanoTime();
        boolean isBeat = now - nextBeat >= 0;
        if (isBeat) {
            nextBeat = now + HEARTBEAT_NANOS;
        }
        topics.forEach((name, topic) -> {
            try {
                topic.viewers().stream().filter(Viewer::isOver).forEach(Viewer::end);
                if (topic.endIfUnwatched()) {
                    topics.remove(name, topic);
                } else {
                    ask(topic, isBeat);
                }
            } catch (Throwable e) {
                // An error too, for example of a class that is missing: others go on being told.
                topic.setDue(System.nanoTime() + LONGEST_PERIOD_NANOS);
                LOG.warn("what is watched cannot be read: {}", name, e);
            }
        });
    }

    /** A sign of life is due also where nothing can be read: it says so. */
    private void ask(Topic topic, boolean isBeat) {
        try {
            poll(topic);
        } finally {
            if (isBeat) {
                topic.beat();
            }
        }
    }

    private void poll(Topic topic) {
        long start = System.nanoTime();
        if (topic.isDue(start)) {
            topic.poll();
            long end = System.nanoTime();
            topic.setDue(end
                    + Math.min(LONGEST_PERIOD_NANOS, Math.max(PERIOD_NANOS, SHARE * topics.size() * (end - start))));
        }
    }

    /** Ends all streams; whoever watched connects again, elsewhere or later. */
    @Override
    public void close() {
        closed = true;
        poller.shutdownNow();
        topics.values().forEach(topic -> topic.viewers().forEach(Viewer::end));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "live");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes a viewer off its topic, once. */
    private final class Leaving implements AsyncListener {
        private final Topic topic;
        private final Viewer viewer;
        private final String visitor;

        private Leaving(Topic topic, Viewer viewer, String visitor) {
            this.topic = topic;
            this.viewer = viewer;
            this.visitor = visitor;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            viewer.ended();
            topic.leave(viewer);
            viewers.decrementAndGet();
            shares.giveBack(visitor);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            viewer.end();
        }

        @Override
        public void onError(AsyncEvent event) {
            viewer.end();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
