package dev.exporter.api.json;

import static dev.exporter.api.json.Json.array;
import static dev.exporter.api.json.Json.object;
import static dev.exporter.api.json.Json.texts;
import static dev.exporter.api.json.Json.time;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.plan.tables.TableSummaries;
import dev.exporter.plan.tables.TableSummary;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables in JSON. Ids of snapshots are texts, since JavaScript's numbers do not hold all of them. */
public final class TableJson {
    /** Every integer up to here is exact in JSON (RFC 8259, section 6). */
    private static final long LARGEST_EXACT = (1L << 53) - 1;

    private TableJson() {}

    public static ObjectNode summaries(TableSummaries tables) {
        ObjectNode json = object();
        json.set("items", array(tables.tables(), TableJson::summary));
        json.set("unreadable", array(tables.unreadable(), TableJson::unreadable));
        return json;
    }

    private static ObjectNode unreadable(TableSummaries.Unreadable table) {
        ObjectNode json = object().put("name", table.name());
        json.setAll(Json.problem(table.problem()));
        return json;
    }

    private static ObjectNode summary(TableSummary table) {
        ObjectNode json = object().put("name", table.name())
                .put("path", table.path().toString())
                .put("dataset", table.dataset())
                .put("datasetVersion", table.datasetVersion())
                .put("rangeColumn", table.rangeColumn())
                .put("partitionSize", table.partitionSize())
                .put("rows", table.rows())
                .put("files", table.files())
                .put("bytes", table.bytes())
                .put("partitions", table.partitions())
                .put(
                        "newestKey",
                        table.newestKey().isPresent() ? (Long) table.newestKey().getAsLong() : null);
        json.set("gaps", texts(table.gaps().stream().map(KeyRange::toString).toList()));
        return json.put("snapshots", table.snapshots())
                .put("committed", time(table.committed()))
                .put("runId", table.run().orElse(null));
    }

    public static ObjectNode detail(TableDetail table) {
        ObjectNode json = object();
        json.set("table", summary(table.summary()));
        json.set("columns", columns(table.columns()));
        json.set("sort", texts(table.sort()));
        ObjectNode scope = object();
        table.scope().forEach(scope::put);
        json.set("scope", scope);
        json.put("compression", table.compression());
        json.set(
                "partitions",
                array(
                        table.partitions(),
                        partition -> object().put(
                                        "partition", partition.bounds().toString())
                                .put("files", partition.files().size())
                                .put("rows", partition.rows())
                                .put("bytes", partition.bytes())));
        return json;
    }

    private static ArrayNode columns(List<TableDetail.Column> columns) {
        return array(
                columns,
                column -> object().put("id", column.id())
                        .put("name", column.name())
                        .put("type", column.type())
                        .put("required", column.required()));
    }

    public static ObjectNode snapshots(List<TableDetail.Snapshot> snapshots, Optional<String> next) {
        ObjectNode json = object();
        json.set("items", array(snapshots, TableJson::snapshot));
        return json.put("next", next.orElse(null));
    }

    private static ObjectNode snapshot(TableDetail.Snapshot snapshot) {
        ObjectNode json = object().put("id", Long.toString(snapshot.id()))
                .put("at", snapshot.at().toString())
                .put("current", snapshot.isCurrent())
                .put("operation", snapshot.operation())
                .put("runId", snapshot.run().orElse(null))
                .put("requestedRange", snapshot.requestedRange().orElse(null))
                .put("upkeep", snapshot.upkeep().orElse(null));
        json.set("added", amounts(snapshot.added()));
        json.set("removed", amounts(snapshot.removed()));
        json.set("totals", amounts(snapshot.totals()));
        return json;
    }

    private static ObjectNode amounts(TableDetail.Amounts amounts) {
        return object().put("rows", amounts.rows())
                .put("files", amounts.files())
                .put("bytes", amounts.bytes());
    }

    public static ObjectNode files(List<TableDetail.DataFile> files, Optional<String> next) {
        ObjectNode json = object();
        json.set(
                "items",
                array(
                        files,
                        file -> object().put("name", file.name())
                                .put("path", file.path().toString())
                                .put("partition", file.partition().toString())
                                .put("rows", file.rows())
                                .put("bytes", file.bytes())
                                .put("runId", file.run().orElse(null))));
        return json.put("next", next.orElse(null));
    }

    /** Bytes are URL-safe Base64; integers that are not exact in JSON, and decimals, are texts. */
    public static ObjectNode rows(RowsPage page, Optional<String> next) {
        ObjectNode json = object();
        json.set("columns", columns(page.columns()));
        ArrayNode rows = json.putArray("rows");
        for (List<@Nullable Object> row : page.rows()) {
            ArrayNode values = rows.addArray();
            row.forEach(value -> add(value, values));
        }
        return json.put("next", next.orElse(null));
    }

    private static void add(@Nullable Object value, ArrayNode values) {
        if (value == null) {
            values.addNull();
        } else if (value instanceof Boolean truth) {
            values.add(truth.booleanValue());
        } else if (value instanceof byte[] bytes) {
            values.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        } else if (value instanceof Double || value instanceof Float) {
            values.add(((Number) value).doubleValue());
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            long number = ((Number) value).longValue();
            if (Math.abs(number) <= LARGEST_EXACT) {
                values.add(number);
            } else {
                values.add(Long.toString(number));
            }
        } else {
            values.add(value.toString());
        }
    }
}
