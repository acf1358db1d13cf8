package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code exporter serve} in a process of its own, asked by the JDK's client. */
final class ServedExporter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final ExporterJar.Running process;
    private final URI address;

    private ServedExporter(ExporterJar.Running process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it, and waits until it has said where it is. */
    static ServedExporter start(ExporterJar jar, List<String> options) throws IOException, InterruptedException {
        ExporterJar.Running process = jar.start(
                Stream.concat(Stream.of("serve", "--port=0"), options.stream()).toList());
        process.await(() -> printed(process).endsWith("\n"));
        return new ServedExporter(process, URI.create(printed(process).strip()));
    }

    private static String printed(ExporterJar.Running process) {
        try {
            return process.printed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return address;
    }

    ExporterJar.Running process() {
        return process;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)));
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** The events of a stream, as they come, until it is closed. */
    Stream<String> lines(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofLines())
                .body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The JSON that is answered with this status. */
    static JsonNode json(HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    @Override
    public void close() throws Exception {
        process.kill();
    }
}
