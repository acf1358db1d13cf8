package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.options.Group;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Exports;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code exporter plan} prints: each option's value and origin, the range, its partitions, tables and notes. */
public final class PlanPage {
    private static final int PARTITIONS_SHOWN = 10;

    private final Dataset dataset;
    private final Values values;
    private final RunPlan plan;
    private final ForecastSection forecast;
    private final List<String> notes;

    public PlanPage(Dataset dataset, Values values, Exports.Preview preview) {
        this.dataset = dataset;
        this.values = values;
        this.plan = preview.plan();
        this.forecast = new ForecastSection(preview.forecast(), preview.plan());
        this.notes = preview.notes();
    }

    private record Row(String name, String value, String origin) {}

    /** The options that decide what the export does; those without a value are left out. */
    private List<Row> rows() {
        Map<String, String> found = Map.of(
                dataset.range().partitionSizeOption(),
                Long.toString(plan.partitionSize()),
                "parallelism",
                Integer.toString(plan.request().limits().parallelism()),
                "memoryLimit",
                Amounts.bytes(plan.request().limits().memoryBytes()));
        List<Row> rows = new ArrayList<>();
        for (Setting setting : values.settings()) {
            Optional<Value> value = values.value(setting.name());
            if (setting.group() == Group.INFORMATION) {
                continue;
            }
            if (value.isPresent()) {
                rows.add(new Row(
                        setting.name(), value.get().text(), value.get().origin().text()));
            } else if (found.containsKey(setting.name())) {
                rows.add(new Row(setting.name(), String.valueOf(found.get(setting.name())), setting.shownDefault()));
            }
        }
        return rows;
    }

    private List<KeyRange> partitions() {
        return plan.waves().stream().flatMap(wave -> wave.partitions().stream()).toList();
    }

    private static long files(RunPlan.TableState table) {
        return table.partitions().stream()
                .mapToLong(state -> state.files().size())
                .sum();
    }

    public void printText(PrintStream out) {
        out.println("Options");
        List<List<String>> options = rows().stream()
                .map(row -> List.of("  --" + row.name(), row.value(), row.origin()))
                .toList();
        TextTable.lines("lll", options).forEach(out::println);
        out.println();
        out.println("Range");
        out.println("  requested   " + plan.requestedRange());
        out.println("  exported    " + plan.range());
        out.println("  partitions  " + partitions().size() + " of " + plan.partitionSize() + " "
                + dataset.range().unit() + "s, " + plan.aligned());
        List<KeyRange> partitions = partitions();
        partitions.stream().limit(PARTITIONS_SHOWN).forEach(partition -> out.println("    " + partition));
        if (partitions.size() > PARTITIONS_SHOWN) {
            out.println("    and " + (partitions.size() - PARTITIONS_SHOWN) + " more");
        }
        out.println();
        out.println("Tables");
        for (RunPlan.TableState table : plan.tables()) {
            out.println("  " + table.name() + ": "
                    + (table.snapshotId() == null
                            ? "new"
                            : "snapshot " + table.snapshotId() + ", " + Amounts.count(files(table))
                                    + " live files in these partitions"));
            table.schemaChanges().forEach(change -> out.println("    " + change));
        }
        out.println();
        forecast.lines().forEach(out::println);
        if (!notes.isEmpty()) {
            out.println();
            out.println("Notes");
            notes.forEach(note -> out.println("  " + note));
        }
        out.println();
        out.println("Nothing was written.");
        out.flush();
    }

    public void printJson(PrintStream out, long elapsedNanos) {
        ExportReport report = new ExportReport(
                ExitCode.DONE,
                Optional.empty(),
                false,
                plan.dataset(),
                plan.requestedRange(),
                Optional.of(plan.range()),
                Optional.of(plan.aligned()),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                Duration.ofNanos(elapsedNanos));
        JsonResult.print(report, out, this::writePlan);
    }

    private void writePlan(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeArrayFieldStart("options");
        for (Row row : rows()) {
            json.writeStartObject();
            json.writeStringField("name", row.name());
            json.writeStringField("value", row.value());
            json.writeStringField("origin", row.origin());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("partitionSize", plan.partitionSize());
        JsonResult.strings(
                json,
                "partitions",
                partitions().stream().map(KeyRange::toString).toList());
        json.writeArrayFieldStart("tables");
        for (RunPlan.TableState table : plan.tables()) {
            json.writeStartObject();
            json.writeStringField("name", table.name());
            if (table.snapshotId() == null) {
                json.writeNullField("snapshotId");
            } else {
                json.writeNumberField("snapshotId", table.snapshotId());
            }
            json.writeNumberField("liveFiles", files(table));
            JsonResult.strings(json, "schemaChanges", table.schemaChanges());
            json.writeEndObject();
        }
        json.writeEndArray();
        forecast.write(json);
        JsonResult.strings(json, "notes", notes);
        json.writeEndObject();
    }
}
