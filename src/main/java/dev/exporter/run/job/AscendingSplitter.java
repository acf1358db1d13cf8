package dev.exporter.run.job;

import dev.exporter.run.work.StepNames;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.partition.support.SimpleStepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Hands out the partitions in ascending order, so that what is done of a run is a prefix of its range. */
final class AscendingSplitter extends SimpleStepExecutionSplitter {
    AscendingSplitter(JobRepository repository, String stepName, Partitioner partitioner) {
        super(repository, stepName, partitioner);
    }

    @Override
    public Set<StepExecution> split(StepExecution manager, int gridSize) throws JobExecutionException {
        return super.split(manager, gridSize).stream()
                .sorted(Comparator.comparing(step -> StepNames.partitionOf(step.getStepName())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
