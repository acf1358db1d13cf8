package dev.exporter.cli;

import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Exports;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.forecast.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exports that only remember what they were asked, and answer with a report made beforehand. */
final class RecordedExports implements Exports {
    static final String RUN = "01kahn5ze0erz8m0qf2t4x6c7d";

    private final ExportReport report;
    private @Nullable ExportRequest request;
    private Set<String> given = Set.of();

    private RecordedExports(ExportReport report) {
        this.report = report;
    }

    static RecordedExports done() {
        return new RecordedExports(report(
                ExitCode.DONE,
                List.of(
                        new ExportReport.Table("tags", 3000, 2, 40_000, 7_000_000_000_000_000_001L, 1, 0),
                        new ExportReport.Table("blocks", 1000, 1, 20_000, 7_000_000_000_000_000_003L, 0, 2)),
                Optional.empty()));
    }

    static RecordedExports interrupted() {
        return new RecordedExports(report(
                ExitCode.INTERRUPTED,
                List.of(),
                Optional.of(new Problem("interrupted", "the export was interrupted", "", ""))));
    }

    private static ExportReport report(ExitCode exitCode, List<ExportReport.Table> tables, Optional<Problem> error) {
        return new ExportReport(
                exitCode,
                Optional.of(RUN),
                false,
                "ario",
                "0-1999",
                Optional.of(new KeyRange(0, 1999)),
                Optional.of(new KeyRange(0, 1999)),
                tables,
                List.of(),
                error,
                error.isPresent(),
                Duration.ofSeconds(2));
    }

    ExportRequest request() {
        return Objects.requireNonNull(request, "nothing was asked");
    }

    boolean wasAsked() {
        return request != null;
    }

    Set<String> given() {
        return given;
    }

    @Override
    public Preview preview(Dataset dataset, ExportRequest asked) {
        request = asked;
        RunPlan plan = new RunPlan(
                RunPlan.FORMAT_VERSION,
                new RunId(RUN),
                Instant.EPOCH,
                dataset.name(),
                dataset.version(),
                dataset.sha256(),
                asked.requestedRange(),
                new KeyRange(asked.start(), asked.end().orElse(2500)),
                asked.partitionSize().orElse(1000),
                Map.of(),
                asked,
                List.of(
                        new RunPlan.TableState(
                                "tags",
                                42L,
                                List.of(new RunPlan.PartitionState(
                                        new KeyRange(0, 999), List.of("a.parquet", "b.parquet"), null))),
                        new RunPlan.TableState("blocks", null, List.of())),
                List.of(RunPlan.Wave.byIndex(
                        1, new KeyRange(0, 1999), List.of(new KeyRange(0, 999), new KeyRange(1000, 1999)))));
        return new Preview(
                plan,
                new Forecast(
                        List.of(new Forecast.SourceForecast(
                                "data_items", "stable_data_items", 800_000, 1_000_000, 900_000_000, true, "cheaper")),
                        List.of(new Forecast.TableForecast("tags", 3_000_000, 5, 60_000_000)),
                        1,
                        Duration.ofSeconds(8),
                        0),
                List.of("the source is old"));
    }

    @Override
    public boolean isInterrupted(Dataset dataset, ExportRequest asked) {
        return false;
    }

    @Override
    public void giveUp(Dataset dataset, ExportRequest asked) {}

    @Override
    public ExportReport run(Dataset dataset, ExportRequest asked, Set<String> names, ProgressListener progress) {
        request = asked;
        given = names;
        progress.warning("two tags are odd");
        return report;
    }
}
