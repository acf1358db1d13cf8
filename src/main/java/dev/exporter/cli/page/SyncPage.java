package dev.exporter.cli.page;

import dev.exporter.cli.options.Group;
import dev.exporter.cli.options.Setting;
import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Syncing;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code sync} tells people: its help, and a line for each cycle of a service. */
public final class SyncPage {
    private static final Map<ExitCode, String> OWN_EXIT_CODES = Map.of(
            ExitCode.REFUSED, "the last cycle was refused before it wrote anything; those before it are committed");

    private SyncPage() {}

    public static String help(Dataset dataset, String program, String summary, List<Setting> settings) {
        String unit = dataset.range().unit();
        Page page = new Page()
                .heading("NAME")
                .paragraph("exporter sync - " + summary)
                .heading("SYNOPSIS")
                .example("exporter sync [--every TIME] [OPTION]... [@FILE]...")
                .heading("DESCRIPTION")
                .paragraph(
                        "One cycle exports the " + unit + "s after the last one that the tables have, and reads those"
                                + " partitions again that may have changed: where rows have come late, by the time at which they"
                                + " say that they came; where the source has another number of rows than when the partition was"
                                + " last read; and, a few a cycle, those that were read longest ago. A partition that has"
                                + " changed is replaced, or gets files of the rows that it gained; one that has not is left as it"
                                + " is. A cycle is one run: it commits each table at most once, with --commitEvery"
                                + " once for each so many partitions, and a cycle that finds nothing"
                                + " commits nothing. An interrupted cycle is continued first. With --every it goes on until a"
                                + " signal comes: one line a cycle; a cycle that fails is tried again in its turn, one that is"
                                + " refused (exit code 2) ends it.")
                .heading("EXAMPLES")
                .example("# The first time, and every ten minutes from then on")
                .example(program + " sync --" + dataset.range().startOption() + " 0 --every 10m")
                .example("# Once an hour, from cron; 20 " + unit + "s behind the newest one")
                .example(program + " sync --lag 20")
                .heading("OPTIONS");
        for (Group group : Group.values()) {
            page.heading("  " + group.heading());
            settings.stream().filter(setting -> setting.group() == group).forEach(page::option);
        }
        return ExitCodes.section(page, "the same command", List.of(ExitCode.values()), OWN_EXIT_CODES)
                .text();
    }

    /** A cycle in one line. */
    public static String line(Syncing.Cycle cycle, Instant now) {
        ExportReport report = cycle.report();
        StringBuilder line = new StringBuilder("event=cycle status="
                + report.exitCode().status() + " number=" + cycle.number() + " time="
                + now.truncatedTo(ChronoUnit.SECONDS));
        report.runId().ifPresent(run -> line.append(" run=").append(run));
        if (cycle.resumed()) {
            line.append(" resumed=true");
        }
        report.range().ifPresent(range -> line.append(" range=").append(range));
        line.append(" partitions=" + cycle.read() + " fresh=" + cycle.fresh() + " arrived=" + cycle.arrived()
                + " counted=" + cycle.counted() + " stale=" + cycle.stale());
        line.append(" rows="
                + report.tables().stream().mapToLong(ExportReport.Table::rows).sum() + " files="
                + report.tables().stream().mapToLong(ExportReport.Table::files).sum() + " bytes="
                + report.tables().stream().mapToLong(ExportReport.Table::bytes).sum() + " replacedFiles="
                + report.tables().stream()
                        .mapToLong(ExportReport.Table::replacedFiles)
                        .sum());
        line.append(String.format(Locale.ROOT, " seconds=%.1f", report.elapsed().toMillis() / 1000.0));
        report.error()
                .map(Problem::text)
                .ifPresent(text -> line.append(" message=\"")
                        .append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                        .append('"'));
        return line.toString();
    }
}
