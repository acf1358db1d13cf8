package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.forecast.Forecast;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code exporter plan} says about how the source will be read, and what will come of it. */
final class ForecastSection {
    private final Forecast forecast;
    private final ExportRequest.Limits limits;

    ForecastSection(Forecast forecast, RunPlan plan) {
        this.forecast = forecast;
        this.limits = plan.request().limits();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Reading, about");
        List<List<String>> sources = new ArrayList<>();
        sources.add(List.of("  source table", "rows", "of", "", "how", "why"));
        for (Forecast.SourceForecast source : forecast.sources()) {
            sources.add(List.of(
                    "  " + source.source(),
                    Amounts.count(source.rows()),
                    Amounts.count(source.allRows()),
                    share(source),
                    source.scanned() ? "scan" : "index",
                    source.reason()));
        }
        lines.addAll(TextTable.lines("lrrrll", sources));
        lines.add("");
        lines.add("Writing, about");
        List<List<String>> tables = new ArrayList<>();
        tables.add(List.of("  table", "rows", "files", "size"));
        for (Forecast.TableForecast table : forecast.tables()) {
            tables.add(List.of(
                    "  " + table.table(),
                    Amounts.count(table.rows()),
                    Amounts.count(table.files()),
                    Amounts.bytes(table.bytes())));
        }
        lines.addAll(TextTable.lines("lrrr", tables));
        lines.add("");
        lines.add("Taking, about");
        lines.add("  time    " + Amounts.time(forecast.time()) + " with --parallelism " + limits.parallelism());
        lines.add("  disk    " + Amounts.bytes(forecast.fileBytes()) + " of files, and "
                + Amounts.bytes(forecast.spillBytes()) + " in the staging directory on the way, with --memoryLimit "
                + Amounts.bytes(limits.memoryBytes()));
        lines.add("  waves   " + forecast.waves()
                + (forecast.waves() == 1 ? "" : ": scanned rows of all partitions would pass --spoolLimit"));
        lines.add("  --readBy index or scan reads all tables so; a range of about a seventh of a table is as fast by"
                + " either");
        return lines;
    }

    private static String share(Forecast.SourceForecast source) {
        double share = source.allRows() == 0 ? 0 : 100.0 * source.rows() / source.allRows();
        return String.format(Locale.ROOT, "%.1f %%", share);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("estimate");
        json.writeArrayFieldStart("sources");
        for (Forecast.SourceForecast source : forecast.sources()) {
            json.writeStartObject();
            json.writeStringField("name", source.source());
            json.writeNumberField("rows", source.rows());
            json.writeNumberField("allRows", source.allRows());
            json.writeStringField("readBy", source.scanned() ? "scan" : "index");
            json.writeStringField("reason", source.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tables");
        for (Forecast.TableForecast table : forecast.tables()) {
            json.writeStartObject();
            json.writeStringField("name", table.table());
            json.writeNumberField("rows", table.rows());
            json.writeNumberField("files", table.files());
            json.writeNumberField("bytes", table.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("waves", forecast.waves());
        json.writeNumberField("seconds", forecast.time().toMillis() / 1000.0);
        json.writeNumberField("fileBytes", forecast.fileBytes());
        json.writeNumberField("spillBytes", forecast.spillBytes());
        json.writeEndObject();
    }
}
