package dev.exporter.cli.progress;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.verification.VerifyListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows a verification while it goes on: one line that is drawn again on a terminal, a line of {@code key=value} every ten
 * seconds elsewhere. Thread-safe.
 */
public final class VerifyProgress implements VerifyListener, AutoCloseable {
    private static final Duration REDRAWN = Duration.ofMillis(200);
    private static final Duration LOGGED = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final PrintStream to;
    private final LongSupplier nanos;
    private final long started;
    private Duration next;
    private KeyRange range = new KeyRange(0, 0);
    private int partitions;
    private int partitionsDone;
    private long rowsExpected;
    private long rows;
    private long bytes;
    private String stage = "";

    /**
     * Begins to show a verification.
     *
     * @param to standard error
     * @param nanos a clock like {@link System#nanoTime()}
     */
    public VerifyProgress(Terminal terminal, PrintStream to, LongSupplier nanos) {
        this.terminal = terminal;
        this.to = to;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.next = terminal == Terminal.LIVE ? REDRAWN : LOGGED;
    }

    @Override
    public synchronized void begun(KeyRange verified, int partitionsOfIt, long rowsToRead) {
        range = verified;
        partitions = partitionsOfIt;
        rowsExpected = rowsToRead;
        if (terminal == Terminal.PLAIN) {
            print("event=verify range=" + range);
        }
    }

    @Override
    public synchronized void read(long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
        show();
    }

    @Override
    public synchronized void partitionDone(KeyRange partition) {
        partitionsDone++;
        show();
    }

    @Override
    public synchronized void stage(String name) {
        stage = name;
        if (terminal == Terminal.PLAIN) {
            print("event=stage stage=" + name);
        }
    }

    private void show() {
        Duration elapsed = elapsed();
        if (elapsed.compareTo(next) < 0) {
            return;
        }
        if (terminal == Terminal.LIVE) {
            next = elapsed.plus(REDRAWN);
            to.print("\r\u001b[K" + line(elapsed));
            to.flush();
        } else {
            next = elapsed.plus(LOGGED);
            print("event=verifying");
        }
    }

    private String line(Duration elapsed) {
        double fraction = rowsExpected == 0 ? 1 : Math.min(1, (double) rows / rowsExpected);
        return String.format(
                Locale.ROOT,
                "%3.0f %%  %d of %d partitions, %s rows read (%s/s), %s%s",
                Math.floor(fraction * 100),
                partitionsDone,
                partitions,
                Amounts.count(rows),
                Amounts.count(Amounts.perSecond(rows, elapsed)),
                Amounts.time(elapsed),
                stage.isEmpty() ? "" : ", " + stage);
    }

    private void print(String event) {
        to.printf(
                Locale.ROOT,
                "%s partitions=%d/%d rows=%d/%d bytes=%d elapsed=%.1fs%n",
                event,
                partitionsDone,
                partitions,
                rows,
                rowsExpected,
                bytes,
                elapsed().toMillis() / 1000.0);
        to.flush();
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - started);
    }

    @Override
    public synchronized void close() {
        if (terminal == Terminal.LIVE) {
            to.print("\r\u001b[K");
            to.flush();
        }
    }
}
