package dev.exporter.transform.hash;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** One pass over a sorted table: its content hash v1, its size, missing values, and whether neighbours tie. */
public final class RowDigest {
    /** A whole number of DuckDB's vectors of 2,048 rows. */
    private static final long BATCH_ROWS = 8192;

    private static final Hasher128 HASHER = Hashing.xxh3_128();

    private final List<ColumnSpec> columns;
    private final CanonicalColumn[] canonical;
    /** Indexes of the sort columns, the last one first: it is the one in which neighbours differ most often. */
    private final int[] sort;

    private final Map<String, Long> missing = new HashMap<>();
    private CanonicalRow row;
    private CanonicalRow previous;
    private long rows;
    private long high;
    private long low;
    private long bytes;
    private boolean ties;

    private RowDigest(TableSpec table) {
        columns = table.columns().stream()
                .sorted(Comparator.comparingInt(ColumnSpec::id))
                .toList();
        canonical = columns.stream().map(CanonicalColumn::of).toArray(CanonicalColumn[]::new);
        List<String> names = columns.stream().map(ColumnSpec::name).toList();
        int last = table.sort().size() - 1;
        sort = new int[table.sort().size()];
        for (int i = 0; i <= last; i++) {
            sort[last - i] = names.indexOf(table.sort().get(i));
        }
        row = new CanonicalRow(canonical.length);
        previous = new CanonicalRow(canonical.length);
    }

    /**
     * What the pass found.
     *
     * @param canonicalBytes the length of all canonical rows
     * @param missing the number of NULLs by required column, where there are any
     * @param ties whether two rows are equal in all sort columns
     */
    public record Result(ContentHash hash, long canonicalBytes, Map<String, Long> missing, boolean ties) {}

    /** Passes over the table {@code name}, which holds the columns of {@code table}. */
    public static Result of(Connection connection, BufferAllocator allocator, TableSpec table, String name) {
        RowDigest digest = new RowDigest(table);
        String query = "SELECT "
                + Sql.identifiers(digest.columns.stream().map(ColumnSpec::name).toList()) + " FROM "
                + Sql.identifier(name);
        try (Statement statement = connection.createStatement();
                DuckDBResultSet result = statement.executeQuery(query).unwrap(DuckDBResultSet.class);
                ArrowReader batches = (ArrowReader) result.arrowExportStream(allocator, BATCH_ROWS)) {
            VectorSchemaRoot batch = batches.getVectorSchemaRoot();
            while (batches.loadNextBatch()) {
                digest.take(batch);
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the content hash of table " + table.name());
        } catch (IOException e) {
            throw new UncheckedIOException("the content hash of table " + table.name(), e);
        }
        return digest.result();
    }

    private void take(VectorSchemaRoot batch) {
        int batchRows = batch.getRowCount();
        for (int i = 0; i < canonical.length; i++) {
            int nulls = canonical[i].take(batch.getVector(i), batchRows);
            if (nulls > 0 && columns.get(i).required()) {
                missing.merge(columns.get(i).name(), (long) nulls, Long::sum);
            }
        }
        for (int i = 0; i < batchRows; i++) {
            takeRow(i);
        }
    }

    private void takeRow(int index) {
        row.clear();
        for (CanonicalColumn column : canonical) {
            column.append(index, row);
            row.endColumn();
        }
        ties = ties || rows > 0 && tiesWithPrevious();
        add(HASHER.hashBytesTo128Bits(row.bytes(), 0, row.length()));
        bytes += row.length();
        rows++;
        CanonicalRow free = previous;
        previous = row;
        row = free;
    }

    private boolean tiesWithPrevious() {
        for (int column : sort) {
            if (!row.sameColumn(column, previous)) {
                return false;
            }
        }
        return true;
    }

    private void add(HashValue128 hash) {
        low += hash.getLeastSignificantBits();
        int carry = Long.compareUnsigned(low, hash.getLeastSignificantBits()) < 0 ? 1 : 0;
        high += hash.getMostSignificantBits() + carry;
    }

    private Result result() {
        return new Result(new ContentHash(rows, high, low), bytes, Map.copyOf(missing), ties);
    }
}
