package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.chart.HeightMap;
import dev.exporter.dashboard.chart.Mark;
import dev.exporter.dashboard.chart.RateChart;
import dev.exporter.dashboard.chart.Timeline;
import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.dashboard.view.FailureView;
import dev.exporter.dashboard.view.JobRow;
import dev.exporter.dashboard.view.OfferView;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.dashboard.view.StateView;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.Rate;
import dev.exporter.operations.jobs.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job's page.
 *
 * @param said what a screen reader says when it changes
 * @param offers that can be taken now
 * @param others that cannot, with the reason
 * @param failure null unless it has failed
 * @param map null before there is a plan
 * @param rates null before the first row
 * @param commands that do what can be done now
 * @param timeline null before the first partition is begun
 */
public record JobView(
        JobRow job,
        boolean isUnderWay,
        String said,
        List<OfferView> offers,
        List<OfferView> others,
        @Nullable FailureView failure,
        List<StageView> stages,
        @Nullable HeightMap map,
        @Nullable RateChart rates,
        @Nullable Timeline timeline,
        List<AttemptView> attempts,
        List<String> commands,
        Map<String, String> plan,
        Map<String, String> settings,
        Map<String, String> parameters) {
    /** @param progress empty unless it is under way */
    public record StageView(String name, String wave, StateView state, String time, String progress) {}

    public record AttemptView(
            long id, int number, StateView state, Moment started, String took, String completed, String message) {}

    /**
     * Of a job.
     *
     * @param partitions all that the repository knows
     * @param commands that do what can be done now
     */
    public static JobView of(
            JobDetail detail, List<PartitionSummary> partitions, List<Rate> rates, List<String> commands, Instant now) {
        JobSummary job = detail.summary();
        List<OfferView> offers = OfferView.of(job.executionId(), Optional.empty(), detail.offers());
        return new JobView(
                JobRow.of(job, now),
                job.state().isUnderWay(),
                said(job),
                offers.stream().filter(OfferView::available).toList(),
                offers.stream().filter(offer -> !offer.available()).toList(),
                detail.failure()
                        .map(failure -> FailureView.of(failure, job.executionId()))
                        .orElse(null),
                detail.stages().stream()
                        .map(stage -> stage(stage, waves(detail), now))
                        .toList(),
                map(detail, partitions),
                rates.isEmpty() ? null : rateChart(rates),
                timeline(detail, partitions, now),
                detail.attempts().stream().map(attempt -> attempt(attempt, now)).toList(),
                commands,
                plan(detail, now),
                detail.plan().map(JobDetail.Plan::settings).orElse(Map.of()),
                detail.parameters());
    }

    private static String said(JobSummary job) {
        return job.state().isUnderWay()
                ? "Job %d is %s, %d percent done"
                        .formatted(job.executionId(), job.state().text(), (int) (job.progress() * 10) * 10)
                : "Job %d is %s".formatted(job.executionId(), job.state().text());
    }

    private static int waves(JobDetail detail) {
        return detail.plan().map(JobDetail.Plan::waves).orElse(1);
    }

    private static StageView stage(JobDetail.Stage stage, int waves, Instant now) {
        String time = stage.started()
                .map(started ->
                        Spans.text(Duration.between(started, stage.ended().orElse(now))))
                .orElse("");
        boolean isPartly = stage.progress() > 0 && stage.progress() < 1;
        return new StageView(
                stage.name(),
                waves > 1 && stage.wave() > 0 ? Integer.toString(stage.wave()) : "",
                StateView.of(stage.state()),
                time,
                isPartly ? Amounts.percent(stage.progress()) : "");
    }

    private static @Nullable HeightMap map(JobDetail detail, List<PartitionSummary> partitions) {
        if (detail.plan().isEmpty()) {
            return null;
        }
        long unknown = (long) detail.plan().get().partitions() - partitions.size();
        return HeightMap.of(
                detail.summary().aligned(),
                detail.plan().get().partitionSize(),
                partitions.stream()
                        .map(partition -> new HeightMap.Cell(partition.partition(), StateView.mark(partition.state())))
                        .toList(),
                // The repository gets to know those of a wave when it is begun.
                unknown > 0 ? new HeightMap.Others(Mark.PENDING, unknown) : HeightMap.Others.NONE);
    }

    private static RateChart rateChart(List<Rate> rates) {
        Duration bucket = Duration.between(rates.get(0).from(), rates.get(0).to());
        return RateChart.of(rates.stream().map(Rate::rowsPerSecond).toList(), bucket, "rows");
    }

    /** Of the last execution: between two of them there may be days. */
    private static @Nullable Timeline timeline(JobDetail detail, List<PartitionSummary> partitions, Instant now) {
        Instant begun = detail.attempts().isEmpty()
                ? detail.summary().started()
                : detail.attempts().get(detail.attempts().size() - 1).started();
        List<Timeline.Work> work = new ArrayList<>();
        for (PartitionSummary partition : partitions) {
            if (partition.started().isPresent() && !partition.started().get().isBefore(begun)) {
                Instant started = partition.started().get();
                work.add(new Timeline.Work(
                        partition.partition(),
                        StateView.mark(partition.state()),
                        partition.worker(),
                        started,
                        started.plus(partition.elapsed()),
                        partition.straggler()));
            }
        }
        if (work.isEmpty()) {
            return null;
        }
        Instant from =
                work.stream().map(Timeline.Work::start).min(Instant::compareTo).orElse(begun);
        Instant to =
                work.stream().map(Timeline.Work::end).max(Instant::compareTo).orElse(now);
        return Timeline.of(work, from, to);
    }

    private static AttemptView attempt(JobDetail.Attempt attempt, Instant now) {
        boolean isOver = attempt.state() != RunState.RUNNING && attempt.state() != RunState.STOPPING;
        String took = attempt.ended()
                .or(() -> isOver ? Optional.empty() : Optional.of(now))
                .map(end -> Spans.text(Duration.between(attempt.started(), end)))
                .orElse("–");
        return new AttemptView(
                attempt.executionId(),
                attempt.number(),
                StateView.of(attempt.state()),
                Moment.of(attempt.started(), now),
                took,
                Amounts.count(attempt.completed()),
                attempt.message());
    }

    private static Map<String, String> plan(JobDetail detail, Instant now) {
        Map<String, String> facts = new LinkedHashMap<>();
        JobSummary job = detail.summary();
        facts.put("Run", job.run());
        facts.put("Asked for", job.requestedRange());
        facts.put("Range", Ranges.text(job.range()));
        facts.put("Whole partitions", Ranges.text(job.aligned()));
        detail.plan().ifPresent(plan -> {
            facts.put(
                    "Partitions",
                    Amounts.count(plan.partitions()) + ", of " + Amounts.count(plan.partitionSize()) + " each");
            facts.put("Waves", Amounts.count(plan.waves()));
            facts.put("Tables", String.join(", ", plan.tables()));
            facts.put(
                    "Read from end to end",
                    plan.scanned().isEmpty() ? "nothing, all by index" : String.join(", ", plan.scanned()));
            facts.put("Planned", Moment.of(plan.planned(), now).absolute());
        });
        facts.put("Warehouse", job.warehouse().toString());
        return facts;
    }
}
