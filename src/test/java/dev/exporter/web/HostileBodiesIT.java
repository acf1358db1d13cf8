package dev.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.exporter.Await;
import dev.exporter.web.problem.ProblemAdvice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Requests that are too large, never come to their end, or are not waited for. */
class HostileBodiesIT extends HostileCase {
    @Test
    void aHeaderOfTenMegabytes() throws IOException {
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: ");
            String part = "x".repeat(100_000);
            try {
                for (int i = 0; i < 100; i++) {
                    connection.send(part);
                }
                connection.send("\r\n\r\n");
            } catch (SocketException e) {
                // closed before all of it was taken, which is as good
            }
            RawHttp.Answer answer = connection.answer();
            // A reset may have overtaken the answer.
            assertThat(answer.status()).isIn(0, 400, 431);
            assertThat(answer.head() + answer.body()).doesNotContain(SECRETS);
        }
    }

    @Test
    void aHeaderJustTooLargeIsToldSo() throws IOException {
        require(server.get("/", server.bearer(server.reader), "X-Large: " + "x".repeat(17_000)), 400);
    }

    @Test
    void aBodyThatIsTooLarge() throws IOException {
        String key = server.bearer(server.operator);
        requireProblem(
                server.post("/api/v1/things", key, "Content-Type: application/json", "Content-Length: 10000000"),
                413,
                "request-too-large");
        String chunk = "x".repeat(32_768);
        String chunks = ("8000\r\n" + chunk + "\r\n").repeat(3) + "0\r\n\r\n";
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send("POST /api/v1/things HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + key
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            requireProblem(connection.answer(), 413, "request-too-large");
        }
    }

    @Test
    void aBodyThatIsTooLargeForWhoHasNoKey() throws IOException {
        String form = "Content-Type: application/x-www-form-urlencoded";
        requireProblem(server.post("/login", form, "\nkey=" + "x".repeat(5_000)), 413, "request-too-large");
        requireProblem(
                server.post("/login", form, server.bearer("exk_wrong"), "\nkey=" + "x".repeat(5_000)),
                413,
                "request-too-large");
        String chunks = ("400\r\n" + "x".repeat(1_024) + "\r\n").repeat(5) + "0\r\n\r\n";
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send("POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + form
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            requireProblem(connection.answer(), 413, "request-too-large");
        }
        String large = "{\"a\":\"" + "x".repeat(30_000) + "\"}";
        assertThat(server.post(
                                "/broken",
                                server.bearer(server.operator),
                                "Content-Type: application/json",
                                "\n" + large)
                        .status())
                .isEqualTo(405);
    }

    @Test
    void bodiesThatNeverComeOfOneKeyKeepNobodyElseFromSendingOnes() throws IOException {
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                RawHttp connection = new RawHttp(server.port());
                open.add(connection);
                connection.send("POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\n" + server.bearer(server.reader)
                        + "\r\nContent-Length: 60000\r\n\r\nkey=");
            }
            Await.until(() -> status(server.bearer(server.reader)) == 413);
            assertThat(server.post("/broken", server.bearer(server.operator), "\nx=1")
                            .status())
                    .isEqualTo(405);
            assertThat(login(server.operator)).startsWith("Cookie: ");
        } finally {
            for (RawHttp connection : open) {
                connection.close();
            }
        }
        // What is given back can be had again.
        Await.until(() -> status(server.bearer(server.reader)) == 403);
    }

    private int status(String key) {
        try {
            return server.post("/broken", key, "\nx=1").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoHangsUpBeforeTheAnswerIsThereIsNoDefect() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(ProblemAdvice.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.DEBUG);
        try {
            try (RawHttp connection = new RawHttp(server.port())) {
                connection.send("GET /api/v1/large HTTP/1.1\r\nHost: 127.0.0.1\r\n" + server.bearer(server.reader)
                        + "\r\n\r\n");
                connection.until("\"text\":\"x");
            }
            Await.until(() -> !logged.list.isEmpty());
            assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(logged);
        }
    }

    @Test
    void aThousandConnectionsLeftOpenWithHalfARequestEach() throws IOException {
        String half = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                RawHttp connection = new RawHttp(server.port());
                open.add(connection);
                // half a head, or all of it and a body that never comes, or one that is too large
                connection.send(
                        switch (i % 3) {
                            case 0 -> half;
                            case 1 -> half + "Content-Length: 60000\r\n\r\nkey=";
                            default -> half + "Content-Length: 10000000\r\n\r\nkey=";
                        });
            }
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                assertThat(server.get("/", server.bearer(server.reader)).status())
                        .isEqualTo(200);
                assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
            }
        } finally {
            for (RawHttp connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void aBodyThatNeverComesIsNotWaitedForForever() throws IOException {
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send("POST /api/v1/things HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + server.bearer(server.operator) + "\r\nContent-Length: 10\r\n\r\n{");
            RawHttp.Answer answer = connection.answer();
            assertThat(answer.status()).isIn(0, 408);
            assertThat(answer.head() + answer.body()).doesNotContain(SECRETS);
        }
    }
}
