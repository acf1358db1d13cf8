package dev.exporter.cli.progress;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import java.io.PrintStream;

/** Shows of a run only its warnings, a line each. */
public final class WarningLines implements ProgressListener {
    private final PrintStream to;

    public WarningLines(PrintStream to) {
        this.to = to;
    }

    @Override
    public void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {}

    @Override
    public void loading(long rows, long expected) {}

    @Override
    public void reading(KeyRange partition, long sourceRows) {}

    @Override
    public void sorted(KeyRange partition, long rows) {}

    @Override
    public void fileWritten(KeyRange partition, String table, long rows, long bytes) {}

    @Override
    public void partitionDone(KeyRange partition) {}

    @Override
    public void stage(String name) {}

    @Override
    public synchronized void warning(String message) {
        to.println("event=warning message=" + LogProgress.quoted(message));
        to.flush();
    }

    @Override
    public void information(String message) {}
}
