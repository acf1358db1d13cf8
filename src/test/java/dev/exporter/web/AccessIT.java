package dev.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.Await;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.web.keys.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessIT {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @TempDir
    Path directory;

    @Test
    void aPersonLogsInChangesSomethingAndLogsOut() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            Browser browser = new Browser(server);
            RawHttp.Answer answer = browser.login(server.operator, "/");
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location")).hasValue("/");
            assertThat(answer.header("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/"));
            assertThat(browser.get("/").body()).isEqualTo("seen by operator");
            assertThat(browser.post("/change", "name=a+b%26c").body()).isEqualTo("changed a b&c");
            assertThat(browser.post("/logout", "").status()).isEqualTo(303);
            assertThat(browser.get("/").status()).isEqualTo(303);
        }
    }

    @Test
    void whoHasNoSessionIsLedToTheFormAndBack() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            RawHttp.Answer answer = server.get("/jobs/7?tab=plan", "Accept: text/html");
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location")).hasValue("/login?next=%2Fjobs%2F7%3Ftab%3Dplan");
            assertThat(new Browser(server).login(server.reader, "%2Fjobs%2F7").header("Location"))
                    .hasValue("/jobs/7");
        }
    }

    /** The form would become a part of the page otherwise. */
    @Test
    void aPageWhosePartIsAskedForWithoutASessionIsLoadedAgain() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            RawHttp.Answer answer = server.get("/jobs/7/partitions", "Accept: text/html", "HX-Request: true");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("HX-Refresh")).hasValue("true");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a:b@c", ""
            })
    void theFormLeadsNowhereElse(String next) throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            assertThat(new Browser(server).login(server.reader, next).header("Location"))
                    .hasValue("/");
        }
    }

    @Test
    void aWrongKeyShowsTheFormAgainWithoutTheKey() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            RawHttp.Answer answer = new Browser(server).login("exk_<b>", "/");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).contains("There is no such key").doesNotContain("exk_");
            assertThat(answer.header("Content-Type")).hasValue("text/html;charset=UTF-8");
        }
    }

    @Test
    void aRemovedKeyOpensNothingAndEndsItsSessions() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            Browser browser = new Browser(server);
            browser.login(server.reader, "/");
            assertThat(browser.get("/").status()).isEqualTo(200);
            server.keys.remove("reader");
            assertThat(browser.get("/").status()).isEqualTo(303);
            assertThat(server.get("/", server.bearer(server.reader)).status()).isEqualTo(401);
            assertThat(server.get("/", server.bearer(server.operator)).status()).isEqualTo(200);
        }
    }

    @Test
    void aKeyThatIsAddedOpensAtOnce() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            String key = server.keys.add("late", Scope.READ, Clock.systemUTC());
            assertThat(server.get("/", server.bearer(key)).body()).isEqualTo("seen by late");
        }
    }

    @Test
    void noKeyOpensAnythingWhileOthersCanReadTheFile() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            Files.setPosixFilePermissions(server.keys.path(), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(server.get("/", server.bearer(server.operator)).status()).isEqualTo(401);
        }
    }

    @Test
    void withoutKeysThisMachineMayDoEverythingAndOtherSitesNothing() throws IOException {
        try (TryServer server = TryServer.withoutKeys(directory)) {
            String json = "Content-Type: application/json";
            assertThat(server.get("/").body()).isEqualTo("seen by " + System.getProperty("user.name"));
            assertThat(server.get("/login").header("Location")).hasValue("/");
            assertThat(server.post("/api/v1/things", json, "\n{\"a\":1}").body())
                    .isEqualTo("{\"a\":1}");
            assertThat(server.watched.changes).hasValue(1);

            assertThat(server.post("/change", FORM, "\nname=x").status()).isEqualTo(403);
            // what another site's page can make a browser send without asking
            assertThat(server.post("/api/v1/things", FORM, "\n{}").status()).isEqualTo(403);
            assertThat(server.post("/api/v1/things", "Content-Type: text/plain", "\n{}")
                            .status())
                    .isEqualTo(403);
            assertThat(server.post("/api/v1/things", json, "Origin: https://evil.example", "\n{}")
                            .status())
                    .isEqualTo(403);
            assertThat(server.watched.changes).hasValue(1);
        }
    }

    @Test
    void aVisitorWhoAsksTooOftenIsToldToWaitAndOthersAreNot() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            int limited = 0;
            String request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + server.bearer(server.reader) + "\r\n";
            for (int round = 0; round < 10; round++) {
                try (RawHttp connection = new RawHttp(server.port())) {
                    connection.send((request + "\r\n").repeat(89) + request + "Connection: close\r\n\r\n");
                    limited += connection.rest().split("HTTP/1.1 429", -1).length - 1;
                }
            }
            // 300 at once, and 50 for each second that it takes
            assertThat(limited).isBetween(1, 600);
            assertThat(server.get("/", server.bearer(server.operator)).status()).isEqualTo(200);
        }
    }

    /** As behind a proxy, where all have its address. */
    @Test
    void aRightKeyIsAcceptedHoweverMuchOthersAskFromTheSameAddress() throws Exception {
        try (TryServer server = TryServer.withKeys(directory)) {
            AtomicInteger limited = new AtomicInteger();
            AtomicBoolean isEnough = new AtomicBoolean();
            Thread others = new Thread(() -> {
                String request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n";
                String wrong = request + server.bearer("exk_wrong") + "\r\n\r\n";
                while (!isEnough.get()) {
                    try (RawHttp connection = new RawHttp(server.port())) {
                        connection.send((wrong + request + "\r\n").repeat(40) + request + "Connection: close\r\n\r\n");
                        limited.addAndGet(connection.rest().split("HTTP/1.1 429", -1).length - 1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            others.start();
            try {
                Await.until(() -> limited.get() > 500);
                for (int i = 0; i < 5; i++) {
                    Browser browser = new Browser(server);
                    assertThat(browser.login(server.operator, "/").status()).isEqualTo(303);
                    assertThat(browser.get("/").body()).isEqualTo("seen by operator");
                }
                assertThat(new Browser(server).login("exk_wrong", "/").status()).isEqualTo(429);
            } finally {
                isEnough.set(true);
                others.join();
            }
        }
    }

    @Test
    void theServerAnswersByTheNameThatItListensAt() throws Exception {
        // another name of 127.0.0.1
        Listening named = new Listening(0, "127.1", Optional.empty(), List.of(), directory.resolve("serve"));
        try (WebServer server = WebServer.at(named)
                .with(TryRoom.Watched.class, new TryRoom.Watched())
                .room(TryRoom.class)
                .start()) {
            String host = URI.create(server.address()).getRawAuthority();
            assertThat(host).startsWith("127.1:");
            assertThat(RawHttp.ask(server.port(), "GET", "/", "Host: " + host).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void otherMachinesAreLetInWithKeysOnly() {
        Listening everywhere = new Listening(0, "0.0.0.0", Optional.empty(), List.of(), directory.resolve("serve"));
        assertThatThrownBy(() -> WebServer.at(everywhere)).isInstanceOfSatisfying(ExporterException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(e.problem().code()).isEqualTo("keys-needed");
        });
    }

    @Test
    void aPortThatIsTakenIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Listening there = new Listening(
                    taken.getLocalPort(), "127.0.0.1", Optional.empty(), List.of(), directory.resolve("serve"));
            assertThatThrownBy(() -> WebServer.at(there))
                    .isInstanceOfSatisfying(
                            ExporterException.class,
                            e -> assertThat(e.problem().text())
                                    .startsWith("it cannot listen at 127.0.0.1:" + taken.getLocalPort()));
        }
    }

    /** Keeps cookies, and fills the token into forms, as a browser does. */
    private static final class Browser {
        private final TryServer server;
        private String session = "";
        private String form = "";
        private String token = "";

        Browser(TryServer server) {
            this.server = server;
        }

        RawHttp.Answer login(String key, String next) throws IOException {
            RawHttp.Answer page = server.get("/login?next=" + next.replace("\\", "%5C"), "Accept: text/html");
            form = page.header("Set-Cookie").orElseThrow().split(";", -1)[0];
            token = page.body().replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
            RawHttp.Answer answer = server.post(
                    "/login",
                    "Cookie: " + form,
                    FORM,
                    "\nkey=" + key.replace("<", "%3C").replace(">", "%3E") + "&next=" + next + "&_csrf=" + token);
            session = answer.header("Set-Cookie")
                    .map(cookie -> cookie.split(";", -1)[0])
                    .orElse("");
            return answer;
        }

        RawHttp.Answer get(String target) throws IOException {
            return server.get(target, "Accept: text/html,*/*", "Cookie: " + session);
        }

        RawHttp.Answer post(String target, String fields) throws IOException {
            return server.post(target, "Cookie: " + session + "; " + form, FORM, "\n" + fields + "&_csrf=" + token);
        }
    }
}
