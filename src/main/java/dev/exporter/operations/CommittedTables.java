package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.Finding;
import dev.exporter.plan.verification.VerifyListener;
import dev.exporter.plan.verification.VerifyReport;
import dev.exporter.plan.verification.VerifyRequest;
import dev.exporter.run.job.CommitCheck;
import dev.exporter.verify.Verifier;
import java.time.Clock;
import java.util.OptionalLong;

/** Verifies what a run has committed. Thread-safe. */
final class CommittedTables implements CommitCheck {
    private static final int MOST_WARNINGS = 20;

    private final Verifier verifier;

    CommittedTables(Clock clock) {
        this.verifier = new Verifier(clock);
    }

    @Override
    public void check(Dataset dataset, ExportRequest request, KeyRange range, ProgressListener progress) {
        VerifyReport report = verifier.verify(dataset, verification(request, range), new Unheard());
        report.information().forEach(finding -> progress.information(finding.text()));
        if (report.differences().isEmpty()) {
            return;
        }
        report.differences().stream().limit(MOST_WARNINGS).forEach(finding -> progress.warning(finding.text()));
        throw new ExporterException(ExitCode.DIFFERENT, problem(report), null);
    }

    private static Problem problem(VerifyReport report) {
        Finding first = report.differences().get(0);
        int others = report.differences().size() - 1;
        return new Problem(
                DIFFERENT,
                "the tables were committed and differ from what they should hold: " + first.text()
                        + (others == 0 ? "" : "; and " + others + " more"),
                "",
                "The run's staging is kept; exporter verify lists all differences");
    }

    private static VerifyRequest verification(ExportRequest request, KeyRange range) {
        return new VerifyRequest(
                OptionalLong.of(range.first()),
                OptionalLong.of(range.last()),
                request.partitions().only(),
                request.limits().verify() == ExportRequest.Verify.COUNTS ? Depth.COUNTS : Depth.FULL,
                request.databases(),
                new VerifyRequest.Place(
                        request.place().warehouse(),
                        request.place().warehouseLocation(),
                        request.place().namespace()),
                new VerifyRequest.Limits(
                        request.limits().parallelism(),
                        request.limits().memoryBytes(),
                        request.limits().busyTimeout()));
    }

    /** The run's own progress shows that it is verified. */
    private static final class Unheard implements VerifyListener {
        @Override
        public void begun(KeyRange range, int partitions, long rows) {}

        @Override
        public void read(long rows, long bytes) {}

        @Override
        public void partitionDone(KeyRange partition) {}

        @Override
        public void stage(String name) {}
    }
}
