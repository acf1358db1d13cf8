package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Messages;
import dev.exporter.operations.history.state.States;
import dev.exporter.operations.history.store.Rows.Step;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.plan.KeyRange;
import dev.exporter.run.repository.Done;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The partitions of a run, from the executions of their steps. */
final class PartitionTable {
    private static final int FEWEST_FOR_A_MEDIAN = 5;
    private static final int STRAGGLING = 3;
    private static final Duration SHORTEST_STRAGGLER = Duration.ofSeconds(2);

    private final List<PartitionSummary> partitions;

    private PartitionTable(List<PartitionSummary> partitions) {
        this.partitions = List.copyOf(partitions);
    }

    /**
     * Those of a run.
     *
     * @param steps of all its executions, in the order in which they were made
     * @param running the execution that a process is at
     */
    static PartitionTable of(List<Step> steps, Optional<Long> running, Instant now) {
        Map<String, Step> last = new HashMap<>();
        Map<String, Integer> attempts = new HashMap<>();
        for (Step step : steps) {
            if (step.isPartition()) {
                last.put(step.name(), step);
                if (step.started().isPresent()) {
                    attempts.merge(step.name(), 1, Integer::sum);
                }
            }
        }
        Map<String, Integer> workers = workers(last.values().stream().toList(), now);
        Duration limit = stragglersFrom(last.values().stream().toList());
        Map<KeyRange, PartitionSummary> sorted = new TreeMap<>();
        for (Step step : last.values()) {
            boolean isUnderWay = running.equals(Optional.of(step.execution()));
            PartitionSummary one = summary(
                    step,
                    States.ofStep(step, isUnderWay),
                    attempts.getOrDefault(step.name(), 0),
                    workers.getOrDefault(step.name(), 0),
                    now,
                    limit);
            sorted.put(one.partition(), one);
        }
        return new PartitionTable(new ArrayList<>(sorted.values()));
    }

    private static PartitionSummary summary(
            Step step, StepState state, int attempts, int worker, Instant now, Duration limit) {
        Done done = Messages.done(step.message());
        int colon = step.name().indexOf(':');
        boolean isPending = state == StepState.PENDING;
        Duration elapsed = isPending
                ? Duration.ZERO
                : Duration.between(
                        step.started().orElse(now),
                        step.ended()
                                .orElse(
                                        state == StepState.RUNNING
                                                ? now
                                                : step.started().orElse(now)));
        boolean canStraggle = state == StepState.RUNNING || state == StepState.COMPLETED;
        return new PartitionSummary(
                KeyRange.parse(step.name().substring(colon + 1)),
                Integer.parseInt(step.name().substring(step.name().indexOf('-') + 1, colon)),
                state,
                attempts,
                done.rows(),
                done.files(),
                done.bytes(),
                isPending ? Optional.empty() : step.started(),
                isPending ? Optional.empty() : step.ended(),
                elapsed.isNegative() ? Duration.ZERO : elapsed,
                worker,
                canStraggle && elapsed.compareTo(limit) > 0);
    }

    /** Each partition gets the lowest worker that is free when it begins. */
    private static Map<String, Integer> workers(List<Step> steps, Instant now) {
        List<Step> begun = steps.stream()
                .filter(step -> step.started().isPresent())
                .sorted(Comparator.comparing((Step step) -> step.started().orElse(now))
                        .thenComparingLong(Step::id))
                .toList();
        List<Instant> freeAt = new ArrayList<>();
        Map<String, Integer> workers = new HashMap<>();
        for (Step step : begun) {
            Instant start = step.started().orElse(now);
            int worker = 0;
            while (worker < freeAt.size() && freeAt.get(worker).isAfter(start)) {
                worker++;
            }
            Instant end = step.ended().orElse(step.status().equals("STARTED") ? now : start);
            if (worker == freeAt.size()) {
                freeAt.add(end);
            } else {
                freeAt.set(worker, end);
            }
            workers.put(step.name(), worker + 1);
        }
        return workers;
    }

    private static Duration stragglersFrom(List<Step> steps) {
        List<Duration> completed = steps.stream()
                .filter(step ->
                        step.status().equals("COMPLETED") && step.ended().isPresent())
                .map(step -> Duration.between(
                        step.started().orElseThrow(), step.ended().orElseThrow()))
                .sorted()
                .toList();
        if (completed.size() < FEWEST_FOR_A_MEDIAN) {
            return Duration.ofDays(365);
        }
        Duration limit = completed.get(completed.size() / 2).multipliedBy(STRAGGLING);
        return limit.compareTo(SHORTEST_STRAGGLER) < 0 ? SHORTEST_STRAGGLER : limit;
    }

    /** Ascending. */
    List<PartitionSummary> all() {
        return partitions;
    }

    Optional<PartitionSummary> named(String name) {
        return partitions.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    Done done() {
        return partitions.stream()
                .map(one -> new Done(one.rows(), one.files(), one.bytes()))
                .reduce(Done.NOTHING, Done::plus);
    }

    int count(StepState state) {
        return (int) partitions.stream().filter(one -> one.state() == state).count();
    }

    /** @param planned of all waves; those that are not in the repository yet are pending */
    JobSummary.Partitions byState(int planned) {
        int total = Math.max(planned, partitions.size());
        return new JobSummary.Partitions(
                total,
                total - partitions.size() + count(StepState.PENDING),
                count(StepState.RUNNING),
                count(StepState.INTERRUPTED),
                count(StepState.STOPPED),
                count(StepState.FAILED),
                count(StepState.COMPLETED));
    }
}
