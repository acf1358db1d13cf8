package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.MaintainReport;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code maintain} prints: a table and sentences, or one JSON object, which docs/maintain.schema.json describes. */
public final class MaintainPage {
    private final PrintStream out;
    private final boolean isJson;

    public MaintainPage(PrintStream out, boolean isJson) {
        this.out = out;
        this.isJson = isJson;
    }

    public void print(MaintainReport report, Duration grace) {
        if (isJson) {
            out.println(json(report));
        } else {
            text(report, grace);
        }
        out.flush();
    }

    private void text(MaintainReport report, Duration grace) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("table", "files", "in partitions", "their bytes", "snapshots", "manifests", "expired files"));
        for (MaintainReport.Table table : report.tables()) {
            rows.add(List.of(
                    table.name(),
                    change(table.files()),
                    table.compactedPartitions() == 0
                            ? "-"
                            : Amounts.count(table.compactedPartitions()) + ": " + change(table.compacted()),
                    Amounts.bytes(table.compactedBytes()),
                    change(table.snapshots()),
                    change(table.manifests()),
                    table.expiredFiles() == 0
                            ? "-"
                            : Amounts.count(table.expiredFiles()) + ", " + Amounts.bytes(table.expiredBytes())));
        }
        TextTable.lines("lrrrrrr", rows).forEach(out::println);
        report.notes().forEach(note -> out.println("Note: " + note));
        if (report.interrupted() > 0) {
            out.println((report.isDryRun() ? "To be cleared away" : "Cleared away") + ": what " + report.interrupted()
                    + " interrupted maintenance left.");
        }
        if (report.orphans().files() > 0) {
            out.println((report.isDryRun() ? "To be removed: " : "Removed: ")
                    + Amounts.count(report.orphans().files()) + " files that nothing names, "
                    + Amounts.bytes(report.orphans().bytes()) + ".");
        }
        if (report.orphans().waiting() > 0) {
            out.println(
                    "Left for a later call: " + Amounts.count(report.orphans().waiting()) + " files, "
                            + Amounts.bytes(report.orphans().waitingBytes()) + "; what has expired goes after "
                            + Amounts.time(grace)
                            + ", or the longer grace that it expired under, for readers that have just begun.");
        }
        out.println(
                report.isDryRun()
                        ? "The tables take " + Amounts.bytes(report.bytesBefore()) + ", of which "
                                + Amounts.bytes(going(report)) + " can go. Nothing was changed; --yes does it."
                        : saved(report));
    }

    /** Beside what compaction makes superfluous, which goes when its snapshots expire. */
    private static long going(MaintainReport report) {
        return report.orphans().bytes()
                + report.orphans().waitingBytes()
                + report.tables().stream()
                        .mapToLong(MaintainReport.Table::expiredBytes)
                        .sum();
    }

    private static String saved(MaintainReport report) {
        long saved = report.bytesBefore() - report.bytesAfter();
        String took = "The tables took " + Amounts.bytes(report.bytesBefore()) + " and take "
                + Amounts.bytes(report.bytesAfter());
        return took
                + (saved >= 0
                        ? ": saved " + Amounts.bytes(saved) + "."
                        : ": " + Amounts.bytes(-saved) + " more, until what they replace can go.");
    }

    private static String change(MaintainReport.Change change) {
        return change.before() == change.after()
                ? Amounts.count(change.before())
                : Amounts.count(change.before()) + " -> " + Amounts.count(change.after());
    }

    private static String json(MaintainReport report) {
        return JsonResult.object(ExitCode.DONE, json -> {
            json.writeBooleanField("dryRun", report.isDryRun());
            json.writeArrayFieldStart("tables");
            for (MaintainReport.Table table : report.tables()) {
                table(json, table);
            }
            json.writeEndArray();
            json.writeNumberField("removedFiles", report.orphans().files());
            json.writeNumberField("removedBytes", report.orphans().bytes());
            json.writeNumberField("waitingFiles", report.orphans().waiting());
            json.writeNumberField("waitingBytes", report.orphans().waitingBytes());
            json.writeNumberField("interrupted", report.interrupted());
            json.writeNumberField("bytesBefore", report.bytesBefore());
            json.writeNumberField("bytesAfter", report.bytesAfter());
            JsonResult.strings(json, "notes", report.notes());
            json.writeNullField("error");
            json.writeNumberField("seconds", report.elapsed().toMillis() / 1000.0);
        });
    }

    private static void table(JsonGenerator json, MaintainReport.Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", table.name());
        change(json, "files", table.files());
        json.writeNumberField("compactedPartitions", table.compactedPartitions());
        change(json, "compactedFiles", table.compacted());
        json.writeNumberField("compactedBytes", table.compactedBytes());
        change(json, "snapshots", table.snapshots());
        change(json, "manifests", table.manifests());
        json.writeNumberField("expiredFiles", table.expiredFiles());
        json.writeNumberField("expiredBytes", table.expiredBytes());
        json.writeEndObject();
    }

    private static void change(JsonGenerator json, String key, MaintainReport.Change change) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("before", change.before());
        json.writeNumberField("after", change.after());
        json.writeEndObject();
    }
}
