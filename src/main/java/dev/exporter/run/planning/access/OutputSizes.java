package dev.exporter.run.planning.access;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.SqlNames;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import dev.exporter.plan.forecast.Forecast.TableForecast;
import java.util.List;

/** About how large the output will be: a table has the rows of the source tables that its SQL names. */
final class OutputSizes {
    /** A row in a Parquet file takes this part of its space in SQLite's file (measured on a made gateway). */
    private static final double FILE_PER_SOURCE_BYTE = 0.2;

    private final Dataset dataset;
    private final ExportRequest request;
    private final List<SourceForecast> sources;
    private final int partitions;

    OutputSizes(Dataset dataset, ExportRequest request, List<SourceForecast> sources, int partitions) {
        this.dataset = dataset;
        this.request = request;
        this.sources = sources;
        this.partitions = partitions;
    }

    List<TableForecast> tables() {
        return dataset.tables().stream().map(this::table).toList();
    }

    private TableForecast table(TableSpec table) {
        List<SourceForecast> used = sources.stream()
                .filter(source -> SqlNames.mentions(table.sql(), source.source()))
                .filter(source -> !(dataset.source(source.source()).read() instanceof SourceTable.ByKey))
                .toList();
        long rows = used.stream().mapToLong(SourceForecast::rows).sum();
        long bytes = Math.round(FILE_PER_SOURCE_BYTE
                * used.stream().mapToLong(SourceForecast::neededBytes).sum());
        return new TableForecast(table.name(), rows, files(rows, bytes), bytes);
    }

    private long files(long rows, long bytes) {
        if (rows == 0) {
            return 0;
        }
        long byRows =
                (rows + request.output().maxFileRows() - 1) / request.output().maxFileRows();
        return Math.max(partitions, Math.max(byRows, bytes / request.output().maxFileBytes()));
    }
}
