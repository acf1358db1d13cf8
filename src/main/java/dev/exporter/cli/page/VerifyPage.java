package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.verification.Finding;
import dev.exporter.plan.verification.VerifyReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what a verification found; docs/verify.schema.json describes the object. */
public final class VerifyPage {
    private static final int MOST_LINES = 200;
    /** Of information of one kind about one table. */
    private static final int MOST_ALIKE = 3;

    private final VerifyReport report;

    public VerifyPage(VerifyReport report) {
        this.report = report;
    }

    /** A table, then a line for each difference, then the information. */
    public void printText(PrintStream out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("table", "partitions", "rows", "files", "size", "result"));
        for (VerifyReport.Table table : report.tables()) {
            rows.add(List.of(
                    table.name(),
                    Amounts.count(table.partitions()),
                    Amounts.count(table.rows()),
                    Amounts.count(table.files()),
                    Amounts.bytes(table.bytes()),
                    result(report.differencesOf(table.name()))));
        }
        TextTable.lines("lrrrrl", rows).forEach(out::println);
        report.differences().stream().limit(MOST_LINES).forEach(finding -> out.println("different: " + finding.text()));
        if (report.differences().size() > MOST_LINES) {
            out.println("different: and " + (report.differences().size() - MOST_LINES) + " more; --json has all");
        }
        information(out);
        long differences = report.differences().size();
        out.println(what() + " " + report.dataset() + " "
                + report.range().map(KeyRange::toString).orElse("") + " in " + Amounts.time(report.elapsed()) + ": "
                + (differences == 0 ? "no differences." : result(differences) + "."));
        out.flush();
    }

    private String what() {
        return switch (report.depth()) {
            case COUNTS -> "Counted";
            case OFFLINE -> "Verified without the source";
            case FULL -> "Verified";
        };
    }

    private static String result(long differences) {
        return differences == 0 ? "ok" : differences + (differences == 1 ? " difference" : " differences");
    }

    private void information(PrintStream out) {
        Map<String, Integer> alike = new LinkedHashMap<>();
        for (Finding finding : report.information()) {
            String kind = "table " + finding.table() + ", " + finding.code();
            if (alike.merge(kind, 1, Integer::sum) <= MOST_ALIKE) {
                out.println("information: " + finding.text());
            }
        }
        alike.forEach((kind, count) -> {
            if (count > MOST_ALIKE) {
                out.println("information: " + kind + ": and so in " + (count - MOST_ALIKE)
                        + " more partitions; --json has all");
            }
        });
    }

    public void printJson(PrintStream out) {
        out.println(JsonResult.object(report.exitCode(), json -> {
            json.writeStringField("dataset", report.dataset());
            json.writeStringField("depth", report.depth().text());
            text(json, "range", report.range().map(KeyRange::toString).orElse(""));
            tables(json);
            findings(json, "differences", report.differences());
            findings(json, "information", report.information());
            json.writeNullField("error");
            json.writeNumberField("seconds", report.elapsed().toMillis() / 1000.0);
        }));
        out.flush();
    }

    private void tables(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("tables");
        for (VerifyReport.Table table : report.tables()) {
            json.writeStartObject();
            json.writeStringField("name", table.name());
            json.writeNumberField("partitions", table.partitions());
            json.writeNumberField("rows", table.rows());
            json.writeNumberField("files", table.files());
            json.writeNumberField("bytes", table.bytes());
            json.writeNumberField("differences", report.differencesOf(table.name()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void findings(JsonGenerator json, String key, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(key);
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("code", finding.code());
            json.writeStringField("table", finding.table());
            text(json, "partition", finding.partition().map(KeyRange::toString).orElse(""));
            text(json, "file", finding.file().map(Path::toString).orElse(""));
            json.writeStringField("message", finding.message());
            text(json, "expected", finding.expected());
            text(json, "found", finding.found());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A text, or null where it is empty. */
    private static void text(JsonGenerator json, String key, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField(key);
        } else {
            json.writeStringField(key, text);
        }
    }
}
