package dev.exporter.cli;

import dev.exporter.cli.notify.Webhook;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.NotifySettings;
import dev.exporter.cli.page.NoticeBody;
import dev.exporter.operations.ExportReport;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells the address of {@code --notify} how an export has ended, once it has ended and its result is printed: whatever
 * becomes of that changes neither the export nor its exit code.
 */
final class Notice implements AutoCloseable {
    private static final long LONGEST_SECONDS = 35;

    private final Optional<Webhook> webhook;
    private final PrintStream err;
    private CompletableFuture<Void> telling = CompletableFuture.completedFuture(null);

    private Notice(Optional<Webhook> webhook, PrintStream err) {
        this.webhook = webhook;
        this.err = err;
    }

    /** @throws dev.exporter.plan.ExporterException refused, if the address or the secret's file is not right */
    static Notice by(Values values, Console console) {
        Optional<URI> address = NotifySettings.address(values);
        Optional<String> secret = NotifySettings.secret(values, console.environment()::get);
        return new Notice(
                address.map(uri -> new Webhook(uri, secret, Webhook.PAUSES, Clock.systemUTC())), console.err());
    }

    /** Tells of an end in a thread of its own, after those before it. */
    void of(ExportReport report) {
        webhook.ifPresent(hook -> {
            String event = NoticeBody.event(report);
            String body = NoticeBody.of(report, event, Instant.now());
            telling = telling.thenRunAsync(() -> hook.tell(event, body).ifPresent(this::warn), Notice::inThread);
        });
    }

    private void warn(String reason) {
        err.println("exporter: warning: the address of --notify could not be told: " + reason);
        err.flush();
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work, "notice");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until it is told, or cannot be. */
    @Override
    public void close() {
        try {
            telling.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            warn("it does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            warn(String.valueOf(e.getCause()));
        }
    }
}
