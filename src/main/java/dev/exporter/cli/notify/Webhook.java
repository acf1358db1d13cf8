package dev.exporter.cli.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An address that is told of events by POST, with a JSON body. A delivery is tried again where the server cannot be reached,
 * does not answer in time, or says that it cannot now (408, 429 and 5xx); each try has the same {@code X-Exporter-Delivery},
 * by which a receiver knows repeated ones. Where there is a secret, {@code X-Exporter-Signature} is {@code sha256=} and the
 * HMAC-SHA256 (RFC 2104) of timestamp, full stop and body, in hex. Redirections are not followed. Thread-safe.
 */
public final class Webhook {
    /** The waits between tries, for use at the end of a process: at most half a minute with all tries. */
    public static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);

    private final URI address;
    private final Optional<String> secret;
    private final List<Duration> pauses;
    private final Clock clock;

    /**
     * Nothing is opened yet.
     *
     * @param pauses between tries; one more try than these
     */
    public Webhook(URI address, Optional<String> secret, List<Duration> pauses, Clock clock) {
        this.address = address;
        this.secret = secret;
        this.pauses = List.copyOf(pauses);
        this.clock = clock;
    }

    /**
     * Tells of an event, trying again as often as there are pauses.
     *
     * @param event a word for {@code X-Exporter-Event}
     * @param json the body
     * @return why it could not be told; empty where it was
     */
    public Optional<String> tell(String event, String json) {
        String delivery = UUID.randomUUID().toString();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(LONGEST_TRY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        String reason = "";
        try {
            for (int attempt = 0; attempt <= pauses.size(); attempt++) {
                if (attempt > 0) {
                    Thread.sleep(pauses.get(attempt - 1).toMillis());
                }
                Outcome outcome = attempt(client, request(event, delivery, body));
                if (!outcome.mayTryAgain()) {
                    return Optional.of(outcome.reason()).filter(why -> !why.isEmpty());
                }
                reason = outcome.reason();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        }
        return Optional.of(reason + ", " + (pauses.size() + 1) + " times");
    }

    private static Outcome attempt(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 200 && status < 300) {
                return new Outcome(false, "");
            }
            return new Outcome(status == 408 || status == 429 || status >= 500, "it answered " + status);
        } catch (IOException e) {
            String message = e.getMessage();
            return new Outcome(true, message == null || message.isEmpty() ? "it cannot be reached" : message);
        }
    }

    private HttpRequest request(String event, String delivery, byte[] body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(LONGEST_TRY)
                .header("Content-Type", "application/json")
                .header("User-Agent", "exporter")
                .header("X-Exporter-Event", event)
                .header("X-Exporter-Delivery", delivery)
                .header("X-Exporter-Timestamp", timestamp)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        secret.ifPresent(key -> request.header("X-Exporter-Signature", "sha256=" + signature(key, timestamp, body)));
        return request.build();
    }

    private static String signature(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /**
     * What came of a try.
     *
     * @param mayTryAgain whether another try may succeed
     * @param reason empty where it was taken
     */
    private record Outcome(boolean mayTryAgain, String reason) {}
}
