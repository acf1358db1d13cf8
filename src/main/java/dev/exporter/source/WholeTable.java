package dev.exporter.source;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.Reader;
import dev.exporter.source.page.NotByPages;
import dev.exporter.source.page.PageAccess;
import dev.exporter.source.page.PageTable;
import dev.exporter.source.page.PageTables;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.sqlite.table.Slices;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A table of a snapshot, read without an index: by pages, or by JDBC where that cannot be. Thread-safe. */
final class WholeTable {
    private final TableQuery query;
    private final ReadTransaction transaction;
    private final PageAccess access;
    private @Nullable TableEstimate estimate;

    private WholeTable(TableQuery query, ReadTransaction transaction, PageAccess access) {
        this.query = query;
        this.transaction = transaction;
        this.access = access;
    }

    /**
     * Finds out how a table is read.
     *
     * @throws ExporterException failed, if that cannot be found out
     */
    static WholeTable of(TableQuery query, ReadTransaction transaction) {
        try {
            return new WholeTable(query, transaction, PageTables.find(transaction, query));
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        } catch (IOException e) {
            throw transaction.database().unreadable(ExitCode.FAILED, e);
        }
    }

    PageAccess access() {
        return access;
    }

    Way way() {
        return access instanceof NotByPages not ? new Way(Reader.JDBC, not.reason()) : new Way(Reader.PAGES, "");
    }

    /**
     * Refuses a table that is to be read by pages and cannot be.
     *
     * @throws ExporterException with {@code exitCode}
     */
    void check(ExitCode exitCode) {
        if (transaction.database().reader() == Reader.PAGES && access instanceof NotByPages not) {
            String name = query.table().table();
            throw new ExporterException(
                    exitCode,
                    new Problem(
                            "not-by-pages",
                            "table " + name + " cannot be read by pages: " + not.reason(),
                            transaction.database().where() + ", table " + name,
                            "Choose the reader auto, or jdbc"),
                    null);
        }
    }

    SourceReader reader(KeyRange range, Slice slice, BufferAllocator allocator) {
        check(ExitCode.FAILED);
        if (query.rowid().isEmpty() && !slice.equals(Slice.ALL)) {
            throw new IllegalArgumentException("the rows of " + query.table().table() + " have no numbers to slice by");
        }
        if (access instanceof PageTable table) {
            try {
                return new PagesReader(transaction, table, range, slice, allocator);
            } catch (IOException e) {
                throw transaction.database().unreadable(ExitCode.FAILED, e);
            }
        }
        return StatementReader.open(transaction, query, query.scan(), allocator, statement -> {
            query.bindScan(statement, range, slice.first(), slice.last());
            return RowSource.of(statement);
        });
    }

    /** Judged once. */
    synchronized TableEstimate estimate() {
        TableEstimate known = estimate;
        if (known == null) {
            try {
                known = TableEstimate.of(query, transaction, access);
            } catch (SQLException e) {
                throw transaction.database().explained(ExitCode.FAILED, e);
            } catch (IOException e) {
                throw transaction.database().unreadable(ExitCode.FAILED, e);
            }
            estimate = known;
        }
        return known;
    }

    double share(KeyRange range) {
        try {
            return estimate().share(range);
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        }
    }

    List<Slice> slices(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a table cannot be cut into " + most + " slices");
        }
        try {
            if (access instanceof PageTable table) {
                return Slices.of(table.snapshot(), table.rootPage(), most).stream()
                        .map(rowids -> new Slice(rowids.first(), rowids.last()))
                        .toList();
            }
            return transaction
                    .rowids(query)
                    .map(rowids -> slices(rowids.first(), rowids.last(), most))
                    .orElse(List.of(Slice.ALL));
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        } catch (IOException e) {
            throw transaction.database().unreadable(ExitCode.FAILED, e);
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
