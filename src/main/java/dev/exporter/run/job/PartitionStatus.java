package dev.exporter.run.job;

import java.util.Collection;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.partition.StepExecutionAggregator;
import org.springframework.batch.core.step.StepExecution;

/**
 * Sums up the partitions of a wave: their worst status and their counts. Spring Batch's own would also join their exit
 * messages, which tell of each partition how much it has written.
 */
final class PartitionStatus implements StepExecutionAggregator {
    @Override
    public void aggregate(StepExecution result, Collection<StepExecution> partitions) {
        for (StepExecution partition : partitions) {
            result.setStatus(BatchStatus.max(result.getStatus(), partition.getStatus()));
            result.setExitStatus(result.getExitStatus()
                    .and(new ExitStatus(partition.getExitStatus().getExitCode())));
            result.setCommitCount(result.getCommitCount() + partition.getCommitCount());
            result.setRollbackCount(result.getRollbackCount() + partition.getRollbackCount());
            result.setReadCount(result.getReadCount() + partition.getReadCount());
            result.setWriteCount(result.getWriteCount() + partition.getWriteCount());
        }
    }
}
