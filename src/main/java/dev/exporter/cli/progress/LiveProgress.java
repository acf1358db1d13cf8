package dev.exporter.cli.progress;

import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows a run on a terminal: a line for each partition under way and one for the whole, redrawn five times a second.
 * Messages go above these lines. No colours. Escape sequences are those of ECMA-48 and, for the line wrap, DEC's.
 */
final class LiveProgress extends ProgressListener.Forwarding implements Progress {
    private static final int PARTITION_LINES = 8;
    private static final String CLEAR_BELOW = "\u001b[J";
    /** Lines too long for the terminal are cut, not wrapped: wrapped ones could not be counted. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintStream to;
    private final Tally tally;
    private final ScheduledExecutorService redrawing;
    private String stage = "";
    private int linesDrawn;
    private boolean closed;

    LiveProgress(PrintStream to, LongSupplier nanos) {
        this(to, new Tally(nanos));
    }

    private LiveProgress(PrintStream to, Tally tally) {
        super(tally);
        this.to = to;
        this.tally = tally;
        this.redrawing = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    static LiveProgress started(PrintStream to, LongSupplier nanos) {
        LiveProgress progress = new LiveProgress(to, nanos);
        progress.redrawing.scheduleWithFixedDelay(progress::draw, 200, 200, TimeUnit.MILLISECONDS);
        return progress;
    }

    @Override
    public void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {
        super.planned(plan, resumed, partitionsDone, filesKept);
        message((resumed ? "Resuming run " : "Run ") + plan.run() + ": " + plan.dataset() + " " + plan.range()
                + (resumed ? ", " + partitionsDone + " partitions done and " + filesKept + " files kept" : ""));
    }

    @Override
    public synchronized void stage(String name) {
        stage = name;
        super.stage(name);
        draw();
    }

    @Override
    public void warning(String message) {
        message("warning: " + message);
    }

    @Override
    public void information(String message) {
        message(message);
    }

    @Override
    public synchronized void close() {
        redrawing.shutdownNow();
        if (!closed) {
            to.print(upAndClear());
            to.flush();
            closed = true;
        }
    }

    private synchronized void message(String text) {
        if (closed) {
            return;
        }
        to.print(upAndClear() + text + "\n");
        linesDrawn = 0;
        draw();
    }

    synchronized void draw() {
        if (closed) {
            return;
        }
        List<String> lines = lines(tally.standing());
        to.print(upAndClear() + WRAP_OFF + String.join("\n", lines) + "\n" + WRAP_ON);
        to.flush();
        linesDrawn = lines.size();
    }

    private String upAndClear() {
        return linesDrawn == 0 ? "" : "\r\u001b[" + linesDrawn + "A" + CLEAR_BELOW;
    }

    private List<String> lines(Tally.Standing standing) {
        if (standing.partitions() == 0) {
            return List.of("Checking the source and the warehouse, " + Amounts.time(standing.elapsed()));
        }
        List<String> lines = new ArrayList<>();
        standing.running().stream()
                .limit(PARTITION_LINES)
                .map(LiveProgress::line)
                .forEach(lines::add);
        if (standing.running().size() > PARTITION_LINES) {
            lines.add("  and " + (standing.running().size() - PARTITION_LINES) + " more");
        }
        String remaining = standing.remaining().isNegative()
                ? ""
                : standing.fraction() < 1 ? ", " + Amounts.time(standing.remaining()) + " left" : "";
        lines.add(String.format(
                Locale.ROOT,
                "%3.0f %%  %d of %d partitions, %s rows (%s/s), %s, %s%s%s",
                Math.floor(standing.fraction() * 100),
                standing.partitionsDone(),
                standing.partitions(),
                Amounts.count(standing.rows()),
                Amounts.count(Amounts.perSecond(standing.rows(), standing.elapsed())),
                Amounts.bytes(standing.bytes()),
                Amounts.time(standing.elapsed()),
                remaining,
                stage.isEmpty() ? "" : ", " + stage));
        return lines;
    }

    private static String line(Tally.Part part) {
        String what = part.rows() < 0
                ? "reading, " + Amounts.count(part.sourceRows()) + " rows"
                : "writing, " + Amounts.count(part.rowsWritten()) + " of " + Amounts.count(part.rows()) + " rows";
        return "  " + part.bounds() + "  " + what;
    }
}
