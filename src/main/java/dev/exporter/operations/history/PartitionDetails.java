package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Messages;
import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.state.States;
import dev.exporter.operations.history.store.Contexts;
import dev.exporter.operations.history.store.Rows.Step;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.run.repository.Done;
import dev.exporter.run.work.PartitionFiles;
import dev.exporter.run.work.PartitionTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The details of a partition. */
final class PartitionDetails {
    private PartitionDetails() {}

    static PartitionDetail of(
            Connection connection,
            Run run,
            JobSummary job,
            PartitionSummary summary,
            List<Step> steps,
            Optional<Failure> ofRun,
            List<Offer> offers)
            throws SQLException {
        List<Step> own = steps.stream()
                .filter(step -> step.isPartition() && step.name().endsWith(":" + summary.name()))
                .toList();
        Step last = own.get(own.size() - 1);
        Map<String, String> context = Contexts.ofStep(connection, last.id());
        List<PartitionDetail.Table> tables =
                PartitionFiles.in(context).stream().map(PartitionDetails::table).toList();
        Optional<Failure> failure = summary.state() == StepState.FAILED
                ? ofRun.filter(one -> one.partition().equals(Optional.of(summary.name())))
                        .or(() -> Failures.ofStep(last))
                : Optional.empty();
        return new PartitionDetail(
                job,
                summary,
                own.stream().map(step -> attempt(run, step)).toList(),
                PartitionTimes.in(context).map(PartitionDetails::timings).orElse(List.of()),
                tables,
                failure,
                offers);
    }

    private static List<PartitionDetail.Timing> timings(PartitionTimes times) {
        List<PartitionDetail.Timing> timings = new ArrayList<>();
        timings.add(new PartitionDetail.Timing("read", times.reading()));
        timings.add(new PartitionDetail.Timing("sort", times.sorting()));
        times.writing().forEach((table, time) -> timings.add(new PartitionDetail.Timing("write-" + table, time)));
        return timings;
    }

    private static PartitionDetail.Attempt attempt(Run run, Step step) {
        Done done = Messages.done(step.message());
        boolean isUnderWay =
                run.state().isUnderWay() && step.execution() == run.last().id();
        return new PartitionDetail.Attempt(
                step.execution(),
                step.id(),
                States.ofStep(step, isUnderWay),
                step.started(),
                step.ended(),
                done.rows(),
                done.files(),
                done.bytes(),
                Messages.reason(step.message()).orElse(""));
    }

    private static PartitionDetail.Table table(PartitionFiles table) {
        return new PartitionDetail.Table(
                table.table(),
                table.rows(),
                table.contentHash(),
                table.kept(),
                table.lastKey(),
                table.files().stream()
                        .map(file -> new PartitionDetail.File(file.name(), file.rows(), file.bytes(), file.sha256()))
                        .toList());
    }
}
