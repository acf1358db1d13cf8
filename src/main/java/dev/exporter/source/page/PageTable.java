package dev.exporter.source.page;

import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import java.io.IOException;
import java.util.List;

/**
 * A table as a snapshot's pages have it. Immutable and thread-safe; to be used as long as the snapshot.
 *
 * @param query what is read of the table
 * @param columns where to find the columns of {@link TableQuery#read}, in their order, and after them the range key
 *     where it is not one of them
 * @param keyPosition the position of the range key among {@code columns}; -1 if the table is not read by range
 */
public record PageTable(TableQuery query, Snapshot snapshot, long rootPage, List<Column> columns, int keyPosition)
        implements PageAccess {
    public PageTable {
        columns = List.copyOf(columns);
    }

    /** The rows whose numbers are in {@code rowids}. */
    public TableScan scan(RowidRange rowids) throws IOException {
        return TableScan.open(snapshot, rootPage, rowids, columns);
    }
}
