package dev.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LiveUpdatesIT {
    @TempDir
    Path directory;

    private static RawHttp watch(TryServer server, String key) throws IOException {
        return watch(server, "/live", key);
    }

    private static RawHttp watch(TryServer server, String path, String key) throws IOException {
        RawHttp connection = new RawHttp(server.port());
        connection.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + server.bearer(key) + "\r\n\r\n");
        return connection;
    }

    @Test
    void whoWatchesIsToldAllAtOnceAndThenWhatChanges() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            server.watched.parts.put("two", "first\nsecond");
            try (RawHttp viewer = watch(server, server.reader)) {
                String first = viewer.until("event: two\ndata: first\ndata: second\n\n");
                assertThat(first).contains("Content-Type: text/event-stream", "retry: 3000\n\n");
                server.watched.parts.put("one", "2");
                String then = viewer.until("event: one\ndata: 2\n\n");
                assertThat(then).doesNotContain("event: two");
            }
        }
    }

    @Test
    void fiftyWatchForTheCostOfOne() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            List<RawHttp> viewers = new ArrayList<>();
            try {
                for (int i = 0; i < 50; i++) {
                    RawHttp viewer = watch(server, server.reader);
                    viewers.add(viewer);
                    viewer.until("event: one\ndata: 1\n\n");
                }
                int before = server.watched.asked.get();
                long start = System.nanoTime();
                for (int round = 2; round < 5; round++) {
                    server.watched.parts.put("one", Integer.toString(round));
                    for (RawHttp viewer : viewers) {
                        viewer.until("event: one\ndata: " + round + "\n\n");
                    }
                }
                long seconds = (System.nanoTime() - start) / 1_000_000_000L;
                // once a second, however many watch
                assertThat(server.watched.asked.get() - before).isLessThanOrEqualTo((int) seconds + 3);
            } finally {
                for (RawHttp viewer : viewers) {
                    viewer.close();
                }
            }
        }
    }

    @Test
    void anErrorWhileOneThingIsReadEndsNoLiveUpdates() throws IOException {
        try (TryServer server = TryServer.withKeys(directory);
                RawHttp viewer = watch(server, server.reader)) {
            viewer.until("event: one\ndata: 1\n\n");
            server.watched.errors.set(1);
            Await.until(() -> server.watched.errors.get() == 0);
            server.watched.parts.put("one", "2");
            try (RawHttp other = watch(server, "/ticks", server.reader)) {
                other.until("event: tick\ndata: 2\n\n");
            }
            viewer.until("event: one\ndata: 2\n\n");
        }
    }

    @Test
    @Timeout(60)
    void oneKeyDoesNotUseUpTheStreamsOfOthers() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            List<RawHttp> viewers = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    RawHttp viewer = watch(server, server.reader);
                    viewers.add(viewer);
                    viewer.until("event: one\ndata: 1\n\n");
                }
                assertThat(server.get("/live", server.bearer(server.reader)).status())
                        .isEqualTo(429);
                try (RawHttp other = watch(server, server.operator)) {
                    other.until("event: one\ndata: 1\n\n");
                }
            } finally {
                for (RawHttp viewer : viewers) {
                    viewer.close();
                }
            }
            // What is given back can be had again.
            Await.until(() -> {
                server.watched.parts.merge("one", "x", String::concat);
                return viewers(server).equals("0");
            });
            try (RawHttp again = watch(server, server.reader)) {
                again.until("event: one\n");
            }
        }
    }

    @Test
    void nobodyIsAskedWhereNobodyWatches() throws Exception {
        try (TryServer server = TryServer.withKeys(directory)) {
            try (RawHttp viewer = watch(server, server.reader)) {
                viewer.until("event: one");
            }
            // A closed connection is found out by writing to it.
            Await.until(() -> {
                server.watched.parts.merge("one", "x", String::concat);
                return viewers(server).equals("0");
            });
            int asked = server.watched.asked.get();
            try (RawHttp other = watch(server, "/ticks", server.reader)) {
                other.until("event: tick\ndata: 2\n\n");
            }
            // one more may have been on its way
            assertThat(server.watched.asked.get()).isLessThanOrEqualTo(asked + 1);
        }
    }

    private static String viewers(TryServer server) {
        try {
            return server.get("/viewers", server.bearer(server.operator)).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aViewerWhoTakesNothingDelaysNobodyElse() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            String large = "x".repeat(4_000_000);
            try (RawHttp stuck = watch(server, server.reader);
                    RawHttp viewer = watch(server, server.operator)) {
                viewer.until("event: one\ndata: 1\n\n");
                stuck.until("event: one\ndata: 1\n\n");
                for (int round = 0; round < 3; round++) {
                    server.watched.parts.put("large", large + round);
                    server.watched.parts.put("one", "round " + round);
                    viewer.until("round " + round + "\n\n");
                }
            }
        }
    }

    @Test
    void aViewerWhoseKeyIsRemovedSeesNothingMore() throws IOException {
        try (TryServer server = TryServer.withKeys(directory);
                RawHttp viewer = watch(server, server.reader)) {
            viewer.until("event: one");
            server.keys.remove("reader");
            // the last chunk of all
            assertThat(viewer.until("\r\n0\r\n\r\n")).doesNotContain("event: one");
        }
    }

    @Test
    void aServerThatStopsEndsWhatIsWatched() throws IOException {
        TryServer server = TryServer.withKeys(directory);
        try (RawHttp viewer = watch(server, server.reader)) {
            viewer.until("event: one");
            long start = System.nanoTime();
            server.close();
            assertThat(viewer.rest()).doesNotContain("event: ");
            assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
        } finally {
            server.close();
        }
    }
}
