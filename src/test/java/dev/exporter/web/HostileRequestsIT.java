package dev.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody with good intentions sends. Each is answered rightly, tells nothing, and leaves the server up. */
class HostileRequestsIT extends HostileCase {
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
}
