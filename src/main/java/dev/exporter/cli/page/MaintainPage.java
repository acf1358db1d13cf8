package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.operations.Maintaining;
import dev.exporter.plan.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code maintain} prints: a table and sentences, or one JSON object, which docs/maintain.schema.json describes. */
public final class MaintainPage {
    private static final int SCHEMA = 1;

    private final PrintStream out;
    private final boolean isJson;

    public MaintainPage(PrintStream out, boolean isJson) {
        this.out = out;
        this.isJson = isJson;
    }

    public void print(Maintaining.Report report, Duration grace) {
        if (isJson) {
            out.println(json(report));
        } else {
            text(report, grace);
        }
        out.flush();
    }

    private void text(Maintaining.Report report, Duration grace) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("table", "files", "in partitions", "their bytes", "snapshots", "manifests", "expired files"));
        for (Maintaining.Table table : report.tables()) {
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
        if (report.orphanFiles() > 0) {
            out.println((report.isDryRun() ? "To be removed: " : "Removed: ") + Amounts.count(report.orphanFiles())
                    + " files that nothing names, " + Amounts.bytes(report.orphanBytes()) + ".");
        }
        if (report.waitingFiles() > 0) {
            out.println("Left for a later call: " + Amounts.count(report.waitingFiles()) + " files, "
                    + Amounts.bytes(report.waitingBytes()) + "; what has expired goes after " + Amounts.time(grace)
                    + ", for readers that have just begun.");
        }
        out.println(
                report.isDryRun()
                        ? "The tables take " + Amounts.bytes(report.bytesBefore()) + ", of which "
                                + Amounts.bytes(going(report)) + " can go. Nothing was changed; --yes does it."
                        : saved(report));
    }

    /** Beside what compaction makes superfluous, which goes when its snapshots expire. */
    private static long going(Maintaining.Report report) {
        return report.orphanBytes()
                + report.waitingBytes()
                + report.tables().stream()
                        .mapToLong(Maintaining.Table::expiredBytes)
                        .sum();
    }

    private static String saved(Maintaining.Report report) {
        long saved = report.bytesBefore() - report.bytesAfter();
        String took = "The tables took " + Amounts.bytes(report.bytesBefore()) + " and take "
                + Amounts.bytes(report.bytesAfter());
        return took
                + (saved >= 0
                        ? ": saved " + Amounts.bytes(saved) + "."
                        : ": " + Amounts.bytes(-saved) + " more, until what they replace can go.");
    }

    private static String change(Maintaining.Change change) {
        return change.before() == change.after()
                ? Amounts.count(change.before())
                : Amounts.count(change.before()) + " -> " + Amounts.count(change.after());
    }

    private static String json(Maintaining.Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("status", ExitCode.DONE.status());
            json.writeNumberField("exitCode", ExitCode.DONE.code());
            json.writeBooleanField("dryRun", report.isDryRun());
            json.writeArrayFieldStart("tables");
            for (Maintaining.Table table : report.tables()) {
                table(json, table);
            }
            json.writeEndArray();
            json.writeNumberField("removedFiles", report.orphanFiles());
            json.writeNumberField("removedBytes", report.orphanBytes());
            json.writeNumberField("waitingFiles", report.waitingFiles());
            json.writeNumberField("waitingBytes", report.waitingBytes());
            json.writeNumberField("interrupted", report.interrupted());
            json.writeNumberField("bytesBefore", report.bytesBefore());
            json.writeNumberField("bytesAfter", report.bytesAfter());
            JsonResult.strings(json, "notes", report.notes());
            json.writeNullField("error");
            json.writeNumberField("seconds", report.elapsed().toMillis() / 1000.0);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void table(JsonGenerator json, Maintaining.Table table) throws IOException {
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

    private static void change(JsonGenerator json, String key, Maintaining.Change change) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("before", change.before());
        json.writeNumberField("after", change.after());
        json.writeEndObject();
    }
}
