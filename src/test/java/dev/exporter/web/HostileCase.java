package dev.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that send a server what nobody with good intentions sends. It must be up afterwards, and have changed nothing. */
abstract class HostileCase {
    /** What an answer must never show: the server's parts, stack traces, what is inside. */
    static final String[] SECRETS = {
        "Tomcat", "Apache", "springframework", "java.", "dev.exporter", "at org.", "password", "Exception"
    };

    @TempDir
    Path directory;

    TryServer server;

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

    static void require(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.head() + "\n\n" + answer.body()).isEqualTo(status);
        assertThat(answer.head() + answer.body()).doesNotContain(SECRETS);
    }

    static void requireProblem(RawHttp.Answer answer, int status, String code) {
        require(answer, status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"status\":" + status + ",")
                .contains("\"code\":\"" + code + "\"")
                .contains("\"type\":\"urn:exporter:problem:" + code + "\"");
    }

    /** The header of a session that a person has opened in a browser. */
    String login(String key) throws IOException {
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
