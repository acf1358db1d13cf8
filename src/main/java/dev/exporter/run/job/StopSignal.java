package dev.exporter.run.job;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

/**
 * Asks the workers of this process to stop at the next file boundary: because of a signal, or because another
 * partition has failed. Thread-safe; once raised it stays raised.
 */
public final class StopSignal implements StepInterruptionPolicy {
    private volatile boolean raised;

    public void raise() {
        raised = true;
    }

    public boolean isRaised() {
        return raised;
    }

    /**
     * Turns the signal, and an interruption of the thread, into a stop of the step. Spring Batch 6.0.4 ends a step
     * whose policy merely throws as COMPLETED with part of its items; marking the execution makes it STOPPED.
     */
    @Override
    public void checkInterrupted(StepExecution stepExecution) throws JobInterruptedException {
        if (raised || Thread.currentThread().isInterrupted() || stepExecution.isTerminateOnly()) {
            stepExecution.setTerminateOnly();
            throw new JobInterruptedException("stopped at a file boundary");
        }
    }

    /** Throws where the signal is raised; for work between boundaries. */
    void check() throws JobInterruptedException {
        if (raised || Thread.currentThread().isInterrupted()) {
            throw new JobInterruptedException("stopped before the partition was read");
        }
    }
}
