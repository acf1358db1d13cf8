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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that nobody with good intentions sends. Each is answered rightly, tells nothing, and leaves the server up. */
class HostileRequestsIT {
    /** What an answer must never show: the server's parts, stack traces, what is inside. */
    private static final String[] SECRETS = {
        "Tomcat", "Apache", "springframework", "java.", "dev.exporter", "at org.", "password", "Exception"
    };

    @TempDir
    Path directory;

    private TryServer server;

    @BeforeEach
    void start() {
        server = TryServer.withKeys(directory);
    }

    @AfterEach
    void stillUp() throws IOException {
        assertThat(server.get("/", server.bearer(server.reader)).status()).isEqualTo(200);
        assertThat(server.watched.changes).hasValue(0);
        server.close();
    }

    private void require(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.head() + "\n\n" + answer.body()).isEqualTo(status);
        assertThat(answer.head() + answer.body()).doesNotContain(SECRETS);
    }

    private void requireProblem(RawHttp.Answer answer, int status, String code) {
        require(answer, status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"status\":" + status + ",")
                .contains("\"code\":\"" + code + "\"")
                .contains("\"type\":\"urn:exporter:problem:" + code + "\"");
    }

    @Test
    void noKey() throws IOException {
        requireProblem(server.get("/"), 401, "key-missing");
        requireProblem(server.get("/api/v1/things/1"), 401, "key-missing");
        requireProblem(server.get("/api/v1/nothing"), 401, "key-missing");
        requireProblem(server.get("/live"), 401, "key-missing");
        assertThat(server.get("/").header("WWW-Authenticate")).hasValue("Bearer realm=\"exporter\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer exk_wrong", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer\t", "exk"})
    void aWrongKey(String authorization) throws IOException {
        requireProblem(server.get("/", "Authorization: " + authorization), 401, "key-missing");
    }

    @Test
    void wrongKeysOneAfterTheOtherAreLimitedAndARightOneStillOpens() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            statuses.add(server.get("/", server.bearer("exk_" + i)).status());
        }
        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses.subList(15, 30)).contains(429);
        RawHttp.Answer limited = server.get("/", server.bearer("exk_x"));
        requireProblem(limited, 429, "too-many-requests");
        assertThat(limited.header("Retry-After")).isPresent();
        assertThat(server.get("/", server.bearer(server.operator)).status()).isEqualTo(200);
    }

    @Test
    void aKeyOfTheWrongScope() throws IOException {
        requireProblem(
                server.post("/api/v1/things", server.bearer(server.reader), "Content-Type: application/json", "\n{}"),
                403,
                "scope-missing");
        requireProblem(
                server.post(
                        "/change",
                        server.bearer(server.reader),
                        "Content-Type: application/x-www-form-urlencoded",
                        "\nname=x"),
                403,
                "scope-missing");
    }

    @Test
    void aFormWithoutTokenOrWithAForgedOne() throws IOException {
        String session = login(server.operator);
        String form = "Content-Type: application/x-www-form-urlencoded";
        requireProblem(server.post("/change", session, form, "\nname=x"), 403, "request-forged");
        requireProblem(
                server.post("/change", session + "; exporter-form=abc", form, "\nname=x&_csrf=abc"),
                403,
                "request-forged");
        requireProblem(
                server.post("/api/v1/things", session, "Content-Type: application/json", "\n{}"),
                403,
                "request-forged");
        requireProblem(server.post("/login", form, "\nkey=" + server.operator), 403, "request-forged");
        requireProblem(server.post("/logout", session), 403, "request-forged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/assets/../../../etc/passwd",
                "/assets/..%2f..%2f..%2fetc%2fpasswd",
                "/assets/%2e%2e/%2e%2e/application.properties",
                "/assets/..\\..\\etc\\passwd",
                "/assets/....//....//etc/passwd",
                "/assets/%00",
                "/assets/;/../keys",
                "//etc/passwd",
                "/assets/file:/etc/passwd",
                "/api/v1/things/..%252f..%252fetc",
                "/assets/%c0%ae%c0%ae/etc/passwd",
            })
    void pathsThatLeadElsewhere(String target) throws IOException {
        for (String key : List.of("", server.operator)) {
            RawHttp.Answer answer = key.isEmpty() ? server.get(target) : server.get(target, server.bearer(key));
            assertThat(answer.status()).as(answer.head()).isIn(400, 401, 404);
            assertThat(answer.head() + answer.body()).doesNotContain(SECRETS).doesNotContain("root:");
        }
    }

    @Test
    void htmlInAnErrorIsTextOnAPageAndInJson() throws IOException {
        String key = server.bearer(server.reader);
        RawHttp.Answer page = server.get("/refused?code=FAILED", key, "Accept: text/html");
        require(page, 500);
        assertThat(page.header("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x&gt;")
                .doesNotContain("<script", "<img");
        RawHttp.Answer json = server.get("/refused?code=FAILED", key);
        requireProblem(json, 500, "thing-wrong");
        assertThat(json.header("X-Content-Type-Options")).hasValue("nosniff");
    }

    @ParameterizedTest
    @CsvSource({"REFUSED,400,2", "FAILED,500,1", "DIFFERENT,409,3", "HELD,409,4", "WOULD_LOSE_ROWS,409,5"})
    void anExitCodeHasItsStatus(String code, int status, int exitCode) throws IOException {
        RawHttp.Answer answer = server.get("/refused?code=" + code, server.bearer(server.reader));
        requireProblem(answer, status, "thing-wrong");
        assertThat(answer.body()).endsWith("\"exitCode\":" + exitCode + "}");
    }

    @Test
    void aDefectIsNamedByANumberAndNothingElse() throws IOException {
        RawHttp.Answer answer = server.get("/broken", server.bearer(server.reader));
        requireProblem(answer, 500, "unexpected");
        assertThat(answer.body()).containsPattern("[0-9a-f]{8}-[0-9a-f]{4}-");
    }

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
                connection.until("xxx");
            }
            Await.until(() -> !logged.list.isEmpty());
            assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(logged);
        }
    }

    @Test
    void whatIsNotThere() throws IOException {
        String key = server.bearer(server.reader);
        requireProblem(server.get("/api/v1/nothing", key), 404, "not-found");
        requireProblem(server.get("/nothing", key), 404, "not-found");
        requireProblem(server.get("/assets/nothing.js", key), 404, "not-found");
        requireProblem(server.get("/api/v1/things/abc", key), 400, "request-malformed");
        requireProblem(server.get("/api/v1/things/99999999999999999999", key), 400, "request-malformed");
        requireProblem(server.get("/refused", key), 400, "request-malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "169.254.169.254"})
    void aHostThatIsNotThisOne(String host) throws IOException {
        requireProblem(server.get("/", server.bearer(server.reader), "Host: " + host), 421, "host-unknown");
        requireProblem(server.get("/login", "Host: " + host), 421, "host-unknown");
    }

    @Test
    void hostsThatAreThisOne() throws IOException {
        for (String host : List.of(
                "localhost",
                "127.0.0.1:1234",
                "[::1]:80",
                "[0:0:0:0:0:0:0:1]",
                "exporter.example",
                "EXPORTER.example")) {
            assertThat(server.get("/", server.bearer(server.reader), "Host: " + host)
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:1", "file://", "x", "http://"})
    void anOriginThatIsNotThisOne(String origin) throws IOException {
        requireProblem(
                server.post(
                        "/api/v1/things",
                        server.bearer(server.operator),
                        "Origin: " + origin,
                        "Content-Type: application/json",
                        "\n{}"),
                403,
                "request-forged");
    }

    @Test
    void aRequestThatABrowserSaysToComeFromAnotherSite() throws IOException {
        requireProblem(
                server.post(
                        "/api/v1/things",
                        server.bearer(server.operator),
                        "Sec-Fetch-Site: cross-site",
                        "Content-Type: application/json",
                        "\n{}"),
                403,
                "request-forged");
    }

    @Test
    void methodsThatAreNotThere() throws IOException {
        String key = server.bearer(server.operator);
        RawHttp.Answer answer = RawHttp.ask(server.port(), "DELETE", "/api/v1/things/1", key);
        requireProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("GET"));
        requireProblem(server.post("/broken", key), 405, "method-not-allowed");
        for (String method : List.of("TRACE", "CONNECT", "FOO", "get")) {
            assertThat(RawHttp.ask(server.port(), method, "/", key).status())
                    .as(method)
                    .isIn(400, 403, 405, 501);
        }
    }

    @Test
    void whatIsNotJson() throws IOException {
        String key = server.bearer(server.operator);
        String json = "Content-Type: application/json";
        requireProblem(server.post("/api/v1/things", key, json, "\nnot json"), 400, "request-malformed");
        requireProblem(server.post("/api/v1/things", key, json, "\n{} {}"), 400, "request-malformed");
        requireProblem(server.post("/api/v1/things", key, json, "\n" + "[".repeat(5_000)), 400, "request-malformed");
        requireProblem(server.post("/api/v1/things", key, json), 400, "request-malformed");
        requireProblem(
                server.post("/api/v1/things", key, "Content-Type: text/plain", "\n{}"), 415, "media-type-unsupported");
        requireProblem(
                server.post("/api/v1/things", key, "Content-Type: application/xml", "\n<a/>"),
                415,
                "media-type-unsupported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void whatIsNotHttp(String text) throws IOException {
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send(text);
            RawHttp.Answer answer = connection.answer();
            assertThat(answer.status()).as(answer.head()).isIn(0, 400, 505);
            assertThat(answer.head() + answer.body()).doesNotContain(SECRETS);
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

    @Test
    void everyAnswerHasTheHeadersThatKeepBrowsersSafe() throws IOException {
        List<RawHttp.Answer> answers = List.of(
                server.get("/", server.bearer(server.reader)),
                server.get("/"),
                server.get("/login"),
                server.get("/nothing", server.bearer(server.reader)),
                server.get("/", "Host: evil.example"),
                server.get("/a;b", server.bearer(server.reader)),
                server.get("/health"));
        for (RawHttp.Answer answer : answers) {
            assertThat(answer.header("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains(
                                    "default-src 'none'",
                                    "script-src 'self'",
                                    "style-src 'self'",
                                    "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.header("Cache-Control")).hasValue("no-store");
            assertThat(answer.header("Referrer-Policy")).hasValue("same-origin");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    /** The header of a session that a person has opened in a browser. */
    private String login(String key) throws IOException {
        RawHttp.Answer page = server.get("/login", "Accept: text/html");
        String cookie = page.header("Set-Cookie").orElseThrow().split(";", -1)[0];
        String token = page.body().replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
        RawHttp.Answer answer = server.post(
                "/login",
                "Cookie: " + cookie,
                "Content-Type: application/x-www-form-urlencoded",
                "\nkey=" + key + "&_csrf=" + token);
        assertThat(answer.status()).as(answer.head() + answer.body()).isEqualTo(303);
        return "Cookie: " + answer.header("Set-Cookie").orElseThrow().split(";", -1)[0];
    }
}
