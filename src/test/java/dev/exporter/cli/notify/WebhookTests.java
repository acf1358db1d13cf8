package dev.exporter.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTests {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

    private final List<Received> received = new ArrayList<>();
    private final Queue<Integer> answers = new ArrayDeque<>();
    private HttpServer server;

    private record Received(
            String method, String event, String delivery, String timestamp, String signature, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestMethod(),
                header(exchange, "X-Exporter-Event"),
                header(exchange, "X-Exporter-Delivery"),
                header(exchange, "X-Exporter-Timestamp"),
                header(exchange, "X-Exporter-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Integer status = answers.poll();
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    private Webhook hook(Optional<String> secret) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        return new Webhook(address, secret, PAUSES, CLOCK);
    }

    @Test
    void anEventIsPostedOnceWhereItIsTaken() {
        assertThat(hook(Optional.empty()).tell("finished", "{\"a\":1}")).isEmpty();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).method()).isEqualTo("POST");
        assertThat(received.get(0).event()).isEqualTo("finished");
        assertThat(received.get(0).body()).isEqualTo("{\"a\":1}");
        assertThat(received.get(0).signature()).isEqualTo("null");
    }

    /** The expected value: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key. */
    @Test
    void aSecretSignsTimestampAndBody() {
        hook(Optional.of("key")).tell("failed", "{\"a\":1}");

        assertThat(received.get(0).timestamp()).isEqualTo("1700000000");
        assertThat(received.get(0).signature())
                .isEqualTo("sha256=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03");
    }

    @Test
    void aServerThatCannotNowIsAskedAgainWithTheSameDelivery() {
        answers.addAll(List.of(503, 429));

        assertThat(hook(Optional.empty()).tell("finished", "{}")).isEmpty();

        assertThat(received).hasSize(3);
        assertThat(received.stream().map(Received::delivery).distinct()).hasSize(1);
    }

    @Test
    void aServerThatRefusesIsNotAskedAgain() {
        answers.add(404);

        assertThat(hook(Optional.empty()).tell("finished", "{}")).contains("it answered 404");
        assertThat(received).hasSize(1);
    }

    @Test
    void aRedirectionIsNotFollowed() {
        answers.add(302);

        assertThat(hook(Optional.empty()).tell("finished", "{}")).contains("it answered 302");
        assertThat(received).hasSize(1);
    }

    @Test
    void aServerThatNeverTakesItIsGivenUp() {
        answers.addAll(List.of(500, 500, 500));

        assertThat(hook(Optional.empty()).tell("finished", "{}")).contains("it answered 500, 3 times");
        assertThat(received).hasSize(3);
    }

    @Test
    void aServerThatIsNotThereIsGivenUp() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Webhook hook = new Webhook(URI.create("http://127.0.0.1:" + free + "/"), Optional.empty(), PAUSES, CLOCK);

        assertThat(hook.tell("finished", "{}").orElseThrow()).endsWith("3 times");
    }
}
