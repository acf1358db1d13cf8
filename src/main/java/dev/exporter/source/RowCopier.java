package dev.exporter.source;

import dev.exporter.source.sqlite.StorageClass;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.source.value.ColumnReader;
import dev.exporter.source.value.MisfitException;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Copies rows as the driver gives them into vectors, each value checked. One thread at a time. */
final class RowCopier {
    private final List<ColumnReader> columns;
    private final RowFaults faults;

    /** For rows of {@code query}, into the vectors of {@code root}. */
    RowCopier(TableQuery query, Charset encoding, VectorSchemaRoot root, RowFaults faults) {
        this.faults = faults;
        this.columns = query.table().columns().stream()
                .map(column -> ColumnReader.of(column, query.position(column), root.getVector(column.name()), encoding))
                .toList();
    }

    /** Gives all vectors new buffers. */
    void allocate(int rows) {
        for (ColumnReader column : columns) {
            column.allocate(rows);
        }
    }

    /**
     * Copies {@code row} to {@code index}.
     *
     * @return the bytes of its values of variable length
     * @throws dev.exporter.plan.ExporterException failed, for the first value that cannot be exported exactly
     */
    long copy(ResultSet row, int index) throws SQLException {
        StorageClass odd = TableQuery.odd(row);
        if (odd != null) {
            faults.checkStorage(row, odd);
        }
        long bytes = 0;
        for (ColumnReader column : columns) {
            if (column.isRead()) {
                try {
                    bytes += column.copy(row, index);
                } catch (MisfitException e) {
                    throw faults.misfit(row, e);
                }
            }
        }
        return bytes;
    }
}
