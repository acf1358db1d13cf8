package dev.exporter.cli.page;

import dev.exporter.cli.progress.Amounts;
import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Syncing;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells the user on standard error how an export ended, and what to do next. */
public final class Summary {
    private final PrintStream err;
    private final String program;

    public Summary(PrintStream err, String program) {
        this.err = err;
        this.program = program;
    }

    public void print(ExportReport report, ExportRequest.Place place, List<String> commandLine) {
        if (report.exitCode() == ExitCode.DONE) {
            done(report);
            if (!report.tables().isEmpty()) {
                next(report.tables().get(report.tables().size() - 1).name(), place);
            }
        }
        report.error().ifPresent(problem -> line("exporter: " + problem.text()));
        if (report.resumable()) {
            line("The run is interrupted"
                    + report.runId().map(run -> " (" + run + ")").orElse("") + " and can go on where it stopped:");
            line("  " + ShellText.resuming(program, commandLine));
        }
        err.flush();
    }

    /** Tells how a cycle of {@code sync} ended. */
    public void printCycle(Syncing.Cycle cycle) {
        ExportReport report = cycle.report();
        if (report.exitCode() == ExitCode.DONE && report.runId().isPresent()) {
            if (!cycle.resumed()) {
                line(plural(cycle.read(), "partition") + " read: " + cycle.fresh() + " with new keys, "
                        + cycle.arrived() + " with late rows, " + cycle.counted()
                        + " with another number of rows than before, " + cycle.stale()
                        + " because their last reading is older than --recheckEvery.");
            }
            done(report);
        } else if (report.exitCode() == ExitCode.DONE) {
            line(
                    report.warnings().isEmpty()
                            ? "Nothing to do: nothing is new or seems to have changed."
                            : "Nothing was done: the warning above says why.");
        }
        report.error().ifPresent(problem -> line("exporter: " + problem.text()));
        if (report.resumable()) {
            line("The cycle is interrupted"
                    + report.runId().map(run -> " (" + run + ")").orElse("") + "; the next one continues it first.");
        }
        err.flush();
    }

    private void done(ExportReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("table", "rows", "files", "size", "replaced", "unchanged", "snapshot"));
        for (ExportReport.Table table : report.tables()) {
            rows.add(List.of(
                    table.name(),
                    Amounts.count(table.rows()),
                    Amounts.count(table.files()),
                    Amounts.bytes(table.bytes()),
                    plural(table.replacedFiles(), "file"),
                    plural(table.keptPartitions(), "partition"),
                    Long.toString(table.snapshotId())));
        }
        TextTable.lines("lrrrrrr", rows).forEach(this::line);
        long all = report.tables().stream().mapToLong(ExportReport.Table::rows).sum();
        line("Exported " + report.dataset() + " "
                + report.range().map(Object::toString).orElse(report.requestedRange())
                + " in " + Amounts.time(report.elapsed()) + ": " + Amounts.count(all) + " rows, "
                + Amounts.count(Amounts.perSecond(all, report.elapsed())) + " rows/s"
                + (report.warnings().isEmpty()
                        ? ""
                        : ", " + plural(report.warnings().size(), "warning") + " above")
                + ".");
    }

    /** The last table committed is the one that completes the range: its rows can be counted on. */
    private void next(String table, ExportRequest.Place place) {
        Path tables = place.namespace().isEmpty()
                ? place.warehouse()
                : place.warehouse().resolve(place.namespace());
        String location = "'" + tables.resolve(table).toString().replace("'", "''") + "'";
        line("Query it:");
        line("  Exporter    " + program + " " + ShellText.line(query(table, place)));
        line("  DuckDB      INSTALL iceberg; LOAD iceberg; SELECT count(*) FROM iceberg_scan(" + location + ");");
        line("  ClickHouse  SELECT count() FROM icebergLocal(" + location + ");");
    }

    private static List<String> query(String table, ExportRequest.Place place) {
        List<String> words = new ArrayList<>(
                List.of("query", "--warehouseDir", place.warehouse().toString()));
        place.warehouseLocation().ifPresent(location -> words.addAll(List.of("--warehouseLocation", location)));
        if (!place.namespace().isEmpty()) {
            words.addAll(List.of("--namespace", place.namespace()));
        }
        words.add("SELECT count(*) FROM " + table);
        return words;
    }

    private static String plural(int number, String noun) {
        return Amounts.count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private void line(String text) {
        err.println(text);
    }
}
