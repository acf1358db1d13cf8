package dev.exporter.cli.progress;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows a run as {@code key=value} lines: its start, its stages, warnings, and partitions every ten seconds at most. */
final class LogProgress extends ProgressListener.Forwarding implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintStream to;
    private final Tally tally;
    private Duration next = Duration.ZERO;

    LogProgress(PrintStream to, LongSupplier nanos) {
        this(to, new Tally(nanos));
    }

    private LogProgress(PrintStream to, Tally tally) {
        super(tally);
        this.to = to;
        this.tally = tally;
    }

    @Override
    public void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {
        super.planned(plan, resumed, partitionsDone, filesKept);
        print("event=" + (resumed ? "resume" : "start") + " run=" + plan.run() + " dataset=" + plan.dataset()
                + " requested=" + plan.requestedRange() + " range=" + plan.range() + " aligned=" + plan.aligned()
                + standing()
                + (resumed ? " filesKept=" + filesKept : ""));
    }

    @Override
    public void partitionDone(KeyRange partition) {
        super.partitionDone(partition);
        if (isDue()) {
            print("event=partition partition=" + partition + standing());
        }
    }

    @Override
    public void stage(String name) {
        super.stage(name);
        print("event=stage stage=" + name + standing());
    }

    @Override
    public void warning(String message) {
        print("event=warning message=" + quoted(message));
    }

    @Override
    public void information(String message) {
        print("event=information message=" + quoted(message));
    }

    @Override
    public void close() {
        to.flush();
    }

    private synchronized boolean isDue() {
        Duration elapsed = tally.standing().elapsed();
        if (elapsed.compareTo(next) < 0) {
            return false;
        }
        next = elapsed.plus(INTERVAL);
        return true;
    }

    private String standing() {
        Tally.Standing standing = tally.standing();
        String text = String.format(
                Locale.ROOT,
                " partitions=%d/%d rows=%d bytes=%d elapsed=%.1fs",
                standing.partitionsDone(),
                standing.partitions(),
                standing.rows(),
                standing.bytes(),
                standing.elapsed().toMillis() / 1000.0);
        return standing.remaining().isNegative() || standing.remaining().isZero()
                ? text
                : text + " remaining=" + standing.remaining().toSeconds() + "s";
    }

    private synchronized void print(String line) {
        to.println(line);
        to.flush();
    }

    static String quoted(String message) {
        return '"' + message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
