package dev.exporter.transform.hash;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/** One pass over rows: their content hash v1, their size, missing values, whether they ascend, and hashes for bloom filters. */
public final class RowDigest {
    private final List<ColumnSpec> columns;
    private final CanonicalColumn[] canonical;
    private final CanonicalRows rows;
    private final CanonicalColumn[] sort;

    /** Of the columns that are to have a bloom filter. */
    private final Map<String, ValueHashes> hashes = new HashMap<>();

    private final Map<String, Long> missing = new HashMap<>();
    private boolean ascending = true;
    private long rowsBefore;

    private RowDigest(TableSpec table) {
        columns = table.columns().stream()
                .sorted(Comparator.comparingInt(ColumnSpec::id))
                .toList();
        canonical = columns.stream().map(CanonicalColumn::of).toArray(CanonicalColumn[]::new);
        rows = new CanonicalRows(canonical);
        List<String> names = columns.stream().map(ColumnSpec::name).toList();
        sort = table.sort().stream().map(name -> canonical[names.indexOf(name)]).toArray(CanonicalColumn[]::new);
    }

    /**
     * What the pass found.
     *
     * @param canonicalBytes the length of all canonical rows
     * @param missing the number of NULLs by required column, where there are any
     * @param ascending whether each row is above the one before it by the sort columns: none is below, none ties
     * @param hashes of the values of columns that are to have a bloom filter, where asked for and not too many
     * @param longest of the rows
     */
    public record Result(
            ContentHash hash,
            long canonicalBytes,
            Map<String, Long> missing,
            boolean ascending,
            Map<String, ValueHashes> hashes,
            LongestRow longest) {}

    /** Passes over {@code rows}, which have the columns of {@code table}; for bloom filters, too. A batch is in memory at a time. */
    public static Result of(Connection connection, BufferAllocator allocator, TableSpec table, RowSpan rows) {
        RowDigest digest = new RowDigest(table);
        table.columns().stream()
                .filter(ColumnSpec::bloom)
                .forEach(column -> digest.hashes.put(column.name(), new ValueHashes()));
        return digest.pass(connection, allocator, table, rows.from(), digest.longest(connection, table, rows));
    }

    /**
     * Passes over rows of data files.
     *
     * @param from the FROM clause, with a space before it
     * @param longest of these rows, by which the size of batches is chosen
     */
    public static Result of(
            Connection connection, BufferAllocator allocator, TableSpec table, String from, LongestRow longest) {
        return new RowDigest(table).pass(connection, allocator, table, from, longest);
    }

    private LongestRow longest(Connection connection, TableSpec table, RowSpan rows) {
        try {
            return LongestRow.of(connection, columns, rows);
        } catch (SQLException e) {
            throw failure(e, table);
        }
    }

    private static ExporterException failure(Exception e, TableSpec table) {
        return Failure.of(e, "the content hash of table " + table.name());
    }

    private Result pass(
            Connection connection, BufferAllocator allocator, TableSpec table, String from, LongestRow longest) {
        String query = "SELECT "
                + Sql.identifiers(columns.stream().map(ColumnSpec::name).toList()) + from;
        try (Statement statement = connection.createStatement();
                DuckDBResultSet result = statement.executeQuery(query).unwrap(DuckDBResultSet.class);
                ArrowReader batches = (ArrowReader) result.arrowExportStream(allocator, longest.batchRows())) {
            VectorSchemaRoot batch = batches.getVectorSchemaRoot();
            while (batches.loadNextBatch()) {
                take(batch);
            }
        } catch (SQLException | IOException e) {
            // The engine's errors while rows are streamed come as IOException.
            throw failure(e, table);
        }
        return result(longest);
    }

    private void take(VectorSchemaRoot batch) {
        int batchRows = batch.getRowCount();
        for (int i = 0; i < canonical.length; i++) {
            int nulls = canonical[i].take(batch.getVector(i), batchRows);
            if (nulls > 0 && columns.get(i).required()) {
                missing.merge(columns.get(i).name(), (long) nulls, Long::sum);
            }
        }
        rows.add(batchRows);
        takeHashes(batchRows);
        if (batchRows > 0) {
            ascending = ascending && ascends(batchRows);
            for (CanonicalColumn column : sort) {
                column.keep(batchRows - 1);
            }
            rowsBefore += batchRows;
        }
    }

    private void takeHashes(int batchRows) {
        for (int i = 0; i < canonical.length; i++) {
            ValueHashes values = hashes.get(columns.get(i).name());
            if (values != null) {
                values.take(canonical[i], rowsBefore, batchRows);
                if (values.isIncomplete()) {
                    hashes.remove(columns.get(i).name());
                }
            }
        }
    }

    private boolean ascends(int batchRows) {
        for (int row = rowsBefore > 0 ? 0 : 1; row < batchRows; row++) {
            if (!isAbovePrevious(row)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAbovePrevious(int row) {
        for (CanonicalColumn column : sort) {
            int order = row == 0 ? column.compareWithKept() : column.compareWithPrevious(row);
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }

    private Result result(LongestRow longest) {
        return new Result(rows.hash(), rows.length(), Map.copyOf(missing), ascending, Map.copyOf(hashes), longest);
    }
}
