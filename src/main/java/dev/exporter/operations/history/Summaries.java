package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Messages;
import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.store.Rows.Step;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.run.repository.Done;
import dev.exporter.run.repository.PlanNote;
import dev.exporter.run.repository.RunNote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Makes summaries of runs: of completed ones from their notes alone, of others from their steps. */
final class Summaries {
    /** What the steps after the partitions count for. */
    private static final double FINISHING = 0.05;

    /** What loading counts for, where rows are loaded before the first partition is written. */
    private static final double LOADING = 0.5;

    private static final Duration RECENTLY = Duration.ofMinutes(2);

    private Summaries() {}

    /** Of a run that is done or given up; empty where it has left no note. */
    static Optional<JobSummary> ofEnded(Run run) {
        if (run.state() != RunState.COMPLETED && run.state() != RunState.ABANDONED) {
            return Optional.empty();
        }
        return run.note().map(note -> {
            Duration elapsed = run.elapsed(run.last().started(), run.last().ended());
            JobSummary.Partitions partitions = new JobSummary.Partitions(
                    note.partitions(), note.partitions() - note.completed(), 0, 0, 0, 0, note.completed());
            double progress = run.state() == RunState.COMPLETED ? 1 : share(note);
            return summary(
                    run,
                    note.stage(),
                    elapsed,
                    partitions,
                    note.done(),
                    progress,
                    perSecond(note.done().rows(), elapsed),
                    Optional.empty(),
                    run.last().ended().orElse(run.last().started()));
        });
    }

    private static double share(RunNote note) {
        return note.partitions() == 0 ? 0 : (1 - FINISHING) * note.completed() / note.partitions();
    }

    /** Of any run. */
    static JobSummary of(Run run, List<Step> steps, PartitionTable table, Optional<PlanNote> plan, Instant now) {
        Optional<Instant> lastStep = steps.stream()
                .flatMap(step -> step.ended().or(step::started).stream())
                .max(Instant::compareTo);
        Duration elapsed = run.elapsed(now, lastStep);
        JobSummary.Partitions partitions =
                table.byState(plan.map(PlanNote::partitions).orElse(0));
        double progress = progress(run, steps, table, plan);
        return summary(
                run,
                stage(steps),
                elapsed,
                partitions,
                table.done(),
                progress,
                run.state().isUnderWay()
                        ? recentRowsPerSecond(table, now)
                        : perSecond(table.done().rows(), elapsed),
                run.state().isUnderWay() ? remaining(run, table, partitions.total(), progress, now) : Optional.empty(),
                lastSign(run, steps));
    }

    private static Instant lastSign(Run run, List<Step> steps) {
        return steps.stream()
                .flatMap(step -> Stream.of(step.started(), step.saved(), step.ended()))
                .flatMap(Optional::stream)
                .filter(run.last().started()::isBefore)
                .max(Instant::compareTo)
                .orElse(run.last().started());
    }

    private static JobSummary summary(
            Run run,
            String stage,
            Duration elapsed,
            JobSummary.Partitions partitions,
            Done done,
            double progress,
            OptionalDouble rowsPerSecond,
            Optional<Duration> remaining,
            Instant lastSign) {
        return new JobSummary(
                run.last().id(),
                run.id(),
                run.dataset(),
                run.warehouse(),
                run.requestedRange(),
                run.range(),
                run.aligned(),
                run.state(),
                stage,
                run.first().started(),
                run.state().isUnderWay() ? Optional.empty() : run.last().ended(),
                elapsed,
                run.executions().size(),
                partitions,
                done.rows(),
                done.files(),
                done.bytes(),
                progress,
                rowsPerSecond,
                remaining,
                lastSign,
                Failures.brief(run));
    }

    private static String stage(List<Step> steps) {
        return steps.stream()
                .filter(step -> !step.isPartition())
                .reduce((earlier, later) -> later)
                .map(step -> step.name().replaceFirst("-.*", ""))
                .orElse("");
    }

    private static double progress(Run run, List<Step> steps, PartitionTable table, Optional<PlanNote> plan) {
        if (run.state() == RunState.COMPLETED) {
            return 1;
        }
        int total = table.byState(plan.map(PlanNote::partitions).orElse(0)).total();
        double exported =
                total == 0 ? 0 : (table.count(StepState.COMPLETED) + 0.5 * table.count(StepState.RUNNING)) / total;
        boolean scans = plan.filter(note -> !note.scanned().isEmpty()).isPresent();
        double done = scans
                ? LOADING
                                * Math.max(
                                        exported,
                                        loaded(run, steps, plan.orElseThrow().waves()))
                        + (1 - LOADING) * exported
                : exported;
        boolean isPublishing = steps.stream().anyMatch(step -> step.name().startsWith("publish-"));
        return (1 - FINISHING) * Math.min(1, done) + (isPublishing && exported >= 1 ? FINISHING / 2 : 0);
    }

    /** The share of all waves that this execution has loaded, or earlier ones have exported. */
    private static double loaded(Run run, List<Step> steps, int waves) {
        double loaded = steps.stream()
                .filter(step ->
                        step.execution() == run.last().id() && step.name().startsWith("load-"))
                .mapToDouble(step -> step.status().equals("COMPLETED") ? 1 : Messages.loaded(step.message()))
                .sum();
        return Math.min(1, loaded / waves);
    }

    private static OptionalDouble recentRowsPerSecond(PartitionTable table, Instant now) {
        Optional<Instant> begun =
                table.all().stream().flatMap(one -> one.started().stream()).min(Instant::compareTo);
        if (begun.isEmpty() || table.done().rows() == 0) {
            return OptionalDouble.empty();
        }
        Instant from = begun.get().isAfter(now.minus(RECENTLY)) ? begun.get() : now.minus(RECENTLY);
        return perSecond((long) Speed.rows(table.all(), from, now), Duration.between(from, now));
    }

    private static OptionalDouble perSecond(long rows, Duration elapsed) {
        return rows == 0 || elapsed.toMillis() < 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(rows * 1000.0 / elapsed.toMillis());
    }

    /** By what this execution has completed since its first partition began. */
    private static Optional<Duration> remaining(
            Run run, PartitionTable table, int total, double progress, Instant now) {
        Instant begin = run.last().started();
        List<PartitionSummary> ofThis = table.all().stream()
                .filter(one ->
                        one.started().filter(start -> !start.isBefore(begin)).isPresent())
                .toList();
        long completed = ofThis.stream()
                .filter(one -> one.state() == StepState.COMPLETED)
                .count();
        Optional<Instant> first =
                ofThis.stream().flatMap(one -> one.started().stream()).min(Instant::compareTo);
        if (completed == 0 || first.isEmpty()) {
            // Still loading, or at the first partitions: by all that was done since it began, if that is something.
            long since = Duration.between(begin, now).toMillis();
            return run.executions().size() == 1 && progress >= 0.02
                    ? Optional.of(Duration.ofMillis((long) (since * (1 - progress) / progress)))
                    : Optional.empty();
        }
        double left = total - table.count(StepState.COMPLETED) - 0.5 * table.count(StepState.RUNNING);
        double done = completed + 0.5 * table.count(StepState.RUNNING);
        long millis = Duration.between(first.get(), now).toMillis();
        return Optional.of(Duration.ofMillis((long) (millis * Math.max(0, left) / done)));
    }
}
