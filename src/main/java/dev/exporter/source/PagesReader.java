package dev.exporter.source;

import dev.exporter.plan.KeyRange;
import dev.exporter.source.page.PageColumn;
import dev.exporter.source.page.PageTable;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import dev.exporter.sqlite.table.ValueKind;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by pages. Its inner loop takes plain values only, which nearly all are, and leaves a row with any other to
 * {@link OddRows}.
 */
final class PagesReader extends SourceReader {
    private static final long NOT_OF_THE_RANGE = -1;

    private final ReadTransaction transaction;
    private final BufferAllocator allocator;
    private final KeyRange range;
    private final int keyPosition;
    private final TableScan scan;
    private final PageColumn[] columns;
    /** Made when there is one. */
    private @Nullable OddRows oddRows;

    PagesReader(ReadTransaction transaction, PageTable table, KeyRange range, Slice slice, BufferAllocator allocator)
            throws IOException {
        super(transaction.database(), table.query(), allocator);
        this.transaction = transaction;
        this.allocator = allocator;
        this.range = range;
        this.keyPosition = table.keyPosition();
        TableQuery query = table.query();
        this.columns = query.table().columns().stream()
                .map(column -> PageColumn.of(column, query.read().indexOf(column)))
                .toArray(PageColumn[]::new);
        this.scan = table.scan(new RowidRange(slice.first(), slice.last()));
    }

    @Override
    long load(VectorSchemaRoot root) throws SQLException, IOException {
        // Whoever reads the last batch has taken over its buffers.
        root.clear();
        for (PageColumn column : columns) {
            column.begin(allocator, MOST_ROWS);
        }
        int count = 0;
        long bytes = 0;
        while (count < MOST_ROWS && bytes < MOST_BYTES && scan.next()) {
            long copied = copy(count);
            if (copied != NOT_OF_THE_RANGE) {
                count++;
                bytes += copied;
            }
        }
        for (int column = 0; column < columns.length; column++) {
            columns[column].finish(root.getVector(column), count);
        }
        root.setRowCount(count);
        return bytes;
    }

    /** Copies the scan's row to {@code index} and returns the bytes of its values of variable length. */
    private long copy(int index) throws SQLException {
        if (keyPosition >= 0) {
            if (scan.kind(keyPosition) != ValueKind.INTEGER) {
                return copyOdd(index);
            }
            if (!range.contains(scan.integer(keyPosition))) {
                return NOT_OF_THE_RANGE;
            }
        }
        long bytes = 0;
        for (PageColumn column : columns) {
            int copied = column.copy(scan, index);
            if (copied == PageColumn.ODD) {
                return copyOdd(index);
            }
            bytes += copied;
        }
        return bytes;
    }

    private long copyOdd(int index) throws SQLException {
        OddRows odd = oddRows();
        boolean isThere = odd.read(scan.rowid());
        long bytes = 0;
        for (int column = 0; column < columns.length; column++) {
            columns[column].undo(index);
            if (isThere) {
                bytes += columns[column].replace(odd.row().getVector(column), index);
            }
        }
        return isThere ? bytes : NOT_OF_THE_RANGE;
    }

    private OddRows oddRows() throws SQLException {
        OddRows odd = oddRows;
        if (odd == null) {
            odd = new OddRows(transaction, query(), range, readSchema(), allocator, faults());
            oddRows = odd;
        }
        return odd;
    }

    @Override
    protected void closeReadSource() throws IOException {
        for (PageColumn column : columns) {
            column.discard();
        }
        try (scan) {
            if (oddRows != null) {
                oddRows.close();
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
