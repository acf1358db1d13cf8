package dev.exporter.source;

import dev.exporter.plan.KeyRange;
import dev.exporter.source.page.PageAccess;
import dev.exporter.source.page.PageTable;
import dev.exporter.source.sqlite.Probes;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.sqlite.table.TableSample;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Judges a table by a few of its rows. What it promises stands at {@link SourceSnapshot#size} and its neighbours. */
final class TableEstimate {
    /** A part of a table that is smaller is counted. */
    private static final int MOST_COUNTED = 10_000;

    private static final int PROBES = 128;
    /** No row takes less with what belongs to it on its page. */
    private static final long LEAST_ROW_BYTES = 8;

    private final TableSize size;
    /** Spread over the table; empty where its rows have none. */
    private final List<Long> rowids;

    private final Probes probes;

    private TableEstimate(TableSize size, List<Long> rowids, Probes probes) {
        this.size = size;
        this.rowids = rowids;
        this.probes = probes;
    }

    static TableEstimate of(TableQuery query, ReadTransaction transaction, PageAccess access)
            throws SQLException, IOException {
        Probes probes = new Probes(transaction, query);
        if (access instanceof PageTable table) {
            TableSample sample = TableSample.of(table.snapshot(), table.rootPage());
            return new TableEstimate(new TableSize(sample.rows(), sample.bytes()), sample.rowids(), probes);
        }
        long databaseBytes = probes.databaseBytes();
        if (query.rowid().isEmpty()) {
            return new TableEstimate(new TableSize(databaseBytes / LEAST_ROW_BYTES, databaseBytes), List.of(), probes);
        }
        Optional<ReadTransaction.Rowids> ends = transaction.rowids(query);
        return ends.isEmpty()
                ? new TableEstimate(new TableSize(0, 0), List.of(), probes)
                : of(ends.get(), databaseBytes, probes);
    }

    /** Guesses how many of the numbers in use by how many of some have a row. */
    private static TableEstimate of(ReadTransaction.Rowids ends, long databaseBytes, Probes probes)
            throws SQLException {
        double span = (double) ends.last() - ends.first() + 1;
        List<Long> asked = LongStream.range(0, PROBES)
                .mapToObj(probe -> ends.first() + (long) (span / PROBES * probe))
                .toList();
        List<Probes.Probe> found = probes.from(asked);
        long hits = 0;
        double bytes = LEAST_ROW_BYTES;
        for (int probe = 0; probe < found.size(); probe++) {
            hits += found.get(probe).rowid() == asked.get(probe) ? 1 : 0;
            bytes += (double) found.get(probe).bytes() / found.size();
        }
        // The first one is always there: it says nothing about the others.
        double share = hits == PROBES ? 1 : Math.max(hits - 1, 0.5) / (PROBES - 1);
        double rows = Math.max(1, Math.min(span * share, (double) databaseBytes / LEAST_ROW_BYTES));
        return new TableEstimate(
                new TableSize(Math.round(rows), Math.min(databaseBytes, Math.round(rows * bytes))),
                found.stream().map(Probes.Probe::rowid).toList(),
                probes);
    }

    TableSize size() {
        return size;
    }

    /** The part of a table that is read by range. */
    double share(KeyRange range) throws SQLException {
        long counted = probes.countUpTo(MOST_COUNTED, range);
        if (counted == 0) {
            return 0;
        }
        double least = Math.min(1, counted / (double) Math.max(1, size.rows()));
        if (counted < MOST_COUNTED || rowids.isEmpty()) {
            return least;
        }
        List<Probes.Probe> rows = probes.from(rowids);
        long within = rows.stream().filter(row -> range.contains(row.key())).count();
        return Math.max(least, within / (double) rows.size());
    }
}
