package dev.exporter.source;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.TableQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A table of a snapshot, read without an index. */
final class WholeTable {
    private final TableQuery query;
    private final ReadTransaction transaction;

    WholeTable(TableQuery query, ReadTransaction transaction) {
        this.query = query;
        this.transaction = transaction;
    }

    SourceReader reader(KeyRange range, Slice slice, BufferAllocator allocator) {
        if (query.rowid().isEmpty() && !slice.equals(Slice.ALL)) {
            throw new IllegalArgumentException("the rows of " + query.table().table() + " have no numbers to slice by");
        }
        return StatementReader.open(transaction, query, query.scan(), allocator, statement -> {
            query.bindScan(statement, range, slice.first(), slice.last());
            return RowSource.of(statement);
        });
    }

    List<Slice> slices(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a table cannot be cut into " + most + " slices");
        }
        try {
            return transaction
                    .rowids(query)
                    .map(rowids -> slices(rowids.first(), rowids.last(), most))
                    .orElse(List.of(Slice.ALL));
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        }
    }

    /** As many numbers in each, which are as many rows where few were deleted. */
    private static List<Slice> slices(long first, long last, int most) {
        long step = Long.divideUnsigned(last - first, most);
        if (step == 0) {
            return List.of(Slice.ALL);
        }
        List<Slice> slices = new ArrayList<>();
        long begin = Long.MIN_VALUE;
        for (int slice = 1; slice < most; slice++) {
            long end = first + slice * step;
            slices.add(new Slice(begin, end));
            begin = end + 1;
        }
        slices.add(new Slice(begin, Long.MAX_VALUE));
        return slices;
    }
}
