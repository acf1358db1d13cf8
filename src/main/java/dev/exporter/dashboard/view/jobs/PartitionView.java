package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.dashboard.view.FailureView;
import dev.exporter.dashboard.view.JobRow;
import dev.exporter.dashboard.view.OfferView;
import dev.exporter.dashboard.view.StateView;
import dev.exporter.operations.jobs.PartitionDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A partition's page. */
public record PartitionView(
        JobRow job,
        PartitionRow partition,
        List<OfferView> offers,
        List<OfferView> others,
        @Nullable FailureView failure,
        List<Attempt> attempts,
        List<Timing> timings,
        List<Table> tables) {
    /** One execution of it. {@code started} is null where it died before it began. */
    public record Attempt(
            long executionId,
            long stepExecutionId,
            StateView state,
            @Nullable Moment started,
            String took,
            String rows,
            String files,
            String bytes,
            String message) {}

    /** @param share of the longest one, in thousandths */
    public record Timing(String label, String time, String share) {}

    /** @param share how much is written, in thousandths */
    public record Table(
            String name,
            String rows,
            String written,
            String share,
            boolean kept,
            String hash,
            String lastKey,
            List<File> files) {}

    public record File(String name, String rows, String bytes, String sha256) {}

    public static PartitionView of(PartitionDetail detail, Instant now) {
        long id = detail.job().executionId();
        List<OfferView> offers = OfferView.of(id, Optional.of(detail.summary().name()), detail.offers());
        return new PartitionView(
                JobRow.of(detail.job(), now),
                PartitionRow.of(detail.summary(), id, now),
                offers.stream().filter(OfferView::available).toList(),
                offers.stream().filter(offer -> !offer.available()).toList(),
                detail.failure().map(failure -> FailureView.of(failure, id)).orElse(null),
                detail.attempts().stream().map(attempt -> attempt(attempt, now)).toList(),
                timings(detail.timings()),
                detail.tables().stream().map(PartitionView::table).toList());
    }

    private static List<Timing> timings(List<PartitionDetail.Timing> timings) {
        long longest = Math.max(
                1,
                timings.stream()
                        .mapToLong(timing -> timing.time().toMillis())
                        .max()
                        .orElse(1));
        return timings.stream()
                .map(timing -> new Timing(
                        label(timing),
                        timing.stage().equals("read") && timing.time().isZero()
                                ? "with all others"
                                : Spans.text(timing.time()),
                        Long.toString(timing.time().toMillis() * 1000 / longest)))
                .toList();
    }

    private static String label(PartitionDetail.Timing timing) {
        return switch (timing.stage()) {
            case "read" -> "Read the source";
            case "sort" -> "Join, sort and hash";
            default -> timing.stage().replaceFirst("^write-", "Write ");
        };
    }

    private static Attempt attempt(PartitionDetail.Attempt attempt, Instant now) {
        return new Attempt(
                attempt.executionId(),
                attempt.stepExecutionId(),
                StateView.of(attempt.state()),
                attempt.started().map(at -> Moment.of(at, now)).orElse(null),
                attempt.started()
                        .flatMap(started -> attempt.ended().map(ended -> Spans.text(Duration.between(started, ended))))
                        .orElse("–"),
                Amounts.count(attempt.rows()),
                Amounts.count(attempt.files()),
                Amounts.bytes(attempt.bytes()),
                attempt.message());
    }

    private static Table table(PartitionDetail.Table table) {
        long written =
                table.files().stream().mapToLong(PartitionDetail.File::rows).sum();
        double share = table.kept() || table.rows() == 0 ? 1 : (double) written / table.rows();
        return new Table(
                table.name(),
                Amounts.count(table.rows()),
                Amounts.count(written),
                Long.toString(Math.round(share * 1000)),
                table.kept(),
                table.contentHash(),
                table.lastKey(),
                table.files().stream()
                        .map(file -> new File(
                                file.name(), Amounts.count(file.rows()), Amounts.bytes(file.bytes()), file.sha256()))
                        .toList());
    }
}
