package dev.exporter.run;

import dev.exporter.run.repository.JobStore;
import dev.exporter.threads.Uninterrupted;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Watches the row of a job execution while it is under way: another process asks it to stop there. When it ends, its exit
 * message is made to say how much it has done; nothing but lists depends on that.
 */
final class ExecutionWatch implements JobExecutionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final JobStore store;
    private final Signals signals;
    private final LoadMeter meter;
    private final int partitions;
    private int percentNoted;
    private final ScheduledExecutorService watching;

    /** @param partitions of the run's plan */
    ExecutionWatch(JobStore store, Signals signals, LoadMeter meter, int partitions) {
        this.meter = meter;
        this.partitions = partitions;
        this.store = store;
        this.signals = signals;
        this.watching = Executors.newSingleThreadScheduledExecutor(ExecutionWatch::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "execution-watch");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void beforeJob(JobExecution execution) {
        long millis = PERIOD.toMillis();
        watching.scheduleWithFixedDelay(() -> look(execution.getId()), millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look(long execution) {
        try {
            if (store.isStopRequested(execution)) {
                signals.request();
            }
            int percent = meter.percent();
            if (percent != percentNoted) {
                percentNoted = percent;
                store.noteLoaded(execution, percent);
            }
        } catch (SQLException e) {
            LOG.debug("asked again in a second", e); // where it matters, the run itself will say so
        }
    }

    @Override
    public void afterJob(JobExecution execution) {
        close();
        try {
            String stage = execution.getStepExecutions().stream()
                    .map(StepExecution::getStepName)
                    .filter(name -> !name.contains(":"))
                    .reduce("", (earlier, later) -> later)
                    .replaceFirst("-.*", "");
            String note = store.progress(execution.getJobInstance().getInstanceId(), partitions, stage)
                    .text();
            execution.setExitStatus(new ExitStatus(execution.getExitStatus().getExitCode(), note));
        } catch (SQLException e) {
            LOG.debug("the exit message stays as it is", e);
        }
    }

    /** Lets a question under way end: an interrupt would close the database where it is H2, and leave a connection open. */
    @Override
    public void close() {
        watching.shutdown();
        Uninterrupted.awaitEnd(watching);
    }
}
