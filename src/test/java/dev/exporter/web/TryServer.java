package dev.exporter.web;

import dev.exporter.web.keys.KeyFile;
import dev.exporter.web.keys.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A real server at a free port of this machine, with {@link TryRoom}. */
final class TryServer implements AutoCloseable {
    final TryRoom.Watched watched = new TryRoom.Watched();
    final KeyFile keys;
    final String reader;
    final String operator;
    private final WebServer server;

    private TryServer(Path directory, boolean hasKeys) {
        this.keys = new KeyFile(directory.resolve("keys"));
        this.reader = hasKeys ? keys.add("reader", Scope.READ, Clock.systemUTC()) : "";
        this.operator = hasKeys ? keys.add("operator", Scope.OPERATE, Clock.systemUTC()) : "";
        this.server = WebServer.at(new Listening(
                        0,
                        "127.0.0.1",
                        hasKeys ? Optional.of(keys.path()) : Optional.empty(),
                        List.of("exporter.example"),
                        directory.resolve("serve")))
                .with(TryRoom.Watched.class, watched)
                .room(TryRoom.class)
                .start();
    }

    static TryServer withKeys(Path directory) {
        return new TryServer(directory, true);
    }

    static TryServer withoutKeys(Path directory) {
        return new TryServer(directory, false);
    }

    int port() {
        return server.port();
    }

    String address() {
        return server.address();
    }

    RawHttp.Answer get(String target, String... headers) throws IOException {
        return RawHttp.ask(port(), "GET", target, headers);
    }

    RawHttp.Answer post(String target, String... headersAndBody) throws IOException {
        return RawHttp.ask(port(), "POST", target, headersAndBody);
    }

    String bearer(String key) {
        return "Authorization: Bearer " + key;
    }

    @Override
    public void close() {
        server.close();
    }
}
