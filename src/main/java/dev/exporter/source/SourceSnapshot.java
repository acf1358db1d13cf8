package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.Census;
import dev.exporter.source.sqlite.Landmark;
import dev.exporter.source.sqlite.Landmarks;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.TableQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The source databases as they were when the snapshot was made: what writers do later is not seen. Holds a read
 * transaction on each, so it should be kept no longer than needed. Thread-safe: its readers may be read by as many threads
 * as there are, at once where they read by pages, else in turns. To be closed after all of them.
 */
public final class SourceSnapshot implements AutoCloseable {
    private final Dataset dataset;
    private final Map<String, TableQuery> queries;
    private final Map<String, ReadTransaction> transactions = new LinkedHashMap<>();
    private final Map<String, WholeTable> wholeTables = new HashMap<>();

    private final PinPauses pauses;
    private boolean closed;

    private SourceSnapshot(Dataset dataset, Map<String, TableQuery> queries, PinPauses pauses) {
        this.dataset = dataset;
        this.queries = queries;
        this.pauses = pauses;
    }

    /** Pins {@code databases} in their order. */
    static SourceSnapshot pin(
            Dataset dataset,
            Iterable<SqliteDatabase> databases,
            Map<String, TableQuery> queries,
            ExitCode exitCodeOfFailure,
            PinPauses pauses) {
        pauses.begin();
        SourceSnapshot snapshot = new SourceSnapshot(dataset, queries, pauses);
        try {
            for (SqliteDatabase database : databases) {
                snapshot.transactions.put(database.name(), database.begin(exitCodeOfFailure));
            }
            return snapshot;
        } catch (RuntimeException e) {
            try (snapshot) {
                throw e;
            }
        }
    }

    /**
     * The rows of a key range of a table that is read by range or by parent, in no order that could be relied on. The
     * rows of a table read by parent are those of the parent's rows in the range.
     *
     * @throws ExporterException failed, if the table cannot be read
     */
    public SourceReader read(SourceTable table, KeyRange range, BufferAllocator allocator) {
        TableQuery query = query(table);
        if (table.read() instanceof SourceTable.ByKey) {
            throw new IllegalArgumentException(table.name() + " is looked up by key, not read by range");
        }
        return StatementReader.open(transaction(table), query, query.select(), allocator, statement -> {
            TableQuery.bind(statement, range);
            return RowSource.of(statement);
        });
    }

    /**
     * The rows of a table that is read by key, for these keys. A key without a row gives none.
     *
     * @param keys in UTF-8 where they are text, taken while the reader is read; each should occur once, since its rows are given as often as it does
     * @throws ExporterException failed, if the table cannot be read
     */
    public SourceReader lookUp(SourceTable table, Iterator<byte[]> keys, BufferAllocator allocator) {
        TableQuery query = query(table);
        if (!(table.read() instanceof SourceTable.ByKey)) {
            throw new IllegalArgumentException(table.name() + " is read by range, not looked up by key");
        }
        return StatementReader.open(
                transaction(table),
                query,
                query.select(),
                allocator,
                statement -> RowSource.of(statement, query, keys));
    }

    /**
     * The rows of a slice of a table, found without an index. Of a table that is read by range only those whose key is in
     * {@code range}; of other tables all, whatever range they belong to, so that a value which cannot be exported is a
     * failure in any of them. In no order that could be relied on.
     *
     * @param slice one of {@link #slices}
     * @throws ExporterException failed, if the table cannot be read
     */
    public SourceReader scan(SourceTable table, KeyRange range, Slice slice, BufferAllocator allocator) {
        return whole(table).reader(range, slice, allocator);
    }

    /**
     * Cuts a table into slices with about as many rows each, which together have all of them.
     *
     * @param most how many at most, at least 1; a small table has fewer
     * @throws ExporterException failed, if the table cannot be read
     */
    public List<Slice> slices(SourceTable table, int most) {
        return whole(table).slices(most);
    }

    /**
     * How {@link #scan} reads a table.
     *
     * @throws ExporterException failed, if that cannot be found out
     */
    public Way way(SourceTable table) {
        return whole(table).way();
    }

    /**
     * About how large a table is, in a few milliseconds whatever its size. Where it is scanned by pages, a small table is
     * known exactly and the rows of a large one to about a tenth ({@link dev.exporter.sqlite.table.TableSample}). Else
     * it is guessed from the numbers of its rows, and a table whose rows have none is taken to fill its database.
     */
    public TableSize size(SourceTable table) {
        return whole(table).estimate().size();
    }

    /**
     * About which part of a table's rows a range has, from 0 to 1, in a few milliseconds. A small part is counted by index,
     * and exact but for the error of {@link #size}. A larger one is judged by some hundred rows that are spread over the
     * table, and one in twenty times off by more than 0.09 if keys and row numbers have nothing to do with each other, by
     * about 0.01 if they ascend together. Of a table that is read by parent, it is the parent's part.
     */
    public double share(SourceTable table, KeyRange range) {
        if (table.read() instanceof SourceTable.ByKey) {
            throw new IllegalArgumentException(table.name() + " is looked up by key and has no rows of a range");
        }
        return table.read() instanceof SourceTable.ByParent by
                ? share(dataset.source(by.parent()), range)
                : whole(table).share(range);
    }

    /** The number of rows that {@link #read} would give for the range, found by index. */
    public long count(SourceTable table, KeyRange range) {
        TableQuery query = query(table);
        if (table.read() instanceof SourceTable.ByKey) {
            throw new IllegalArgumentException(table.name() + " is looked up by key and has no rows of a range");
        }
        ReadTransaction transaction = transaction(table);
        try {
            return transaction.count(query, range);
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        }
    }

    /** Which rows a range has, for a table that is read by range: found by index, and equal where no row came or went. */
    public Census census(SourceTable table, KeyRange range) {
        requireByRange(table);
        return asked(table, landmarks -> landmarks.census(range));
    }

    /**
     * Partitions that have rows which came late.
     *
     * @param next the time from which to go on under another snapshot; empty where all rows were looked at
     */
    public record Arrivals(Set<KeyRange> partitions, Optional<Instant> next) {}

    /**
     * Which partitions have rows of a table, within a range, that came at a time or later; found by index.
     *
     * @param partitioning of the range key
     * @param enough asked now and then whether to stop there; each call goes on by a second at least
     * @return nothing where the table does not tell, or no index does
     */
    public Optional<Arrivals> arrivedSince(
            SourceTable table, KeyRange range, Instant since, Partitioning partitioning, BooleanSupplier enough) {
        requireByRange(table);
        return asked(table, landmarks -> landmarks.arrivedSince(range, since.getEpochSecond(), partitioning, enough))
                .map(arrived -> new Arrivals(
                        arrived.partitions(),
                        arrived.next().stream().mapToObj(Instant::ofEpochSecond).findFirst()));
    }

    /**
     * How many rows of a table that is read by parent belong to one parent, found by index.
     *
     * @param parent the value of its column that names the parent
     */
    public long children(SourceTable table, byte[] parent) {
        if (!(table.read() instanceof SourceTable.ByParent)) {
            throw new IllegalArgumentException(table.name() + " is not read by parent");
        }
        return asked(table, landmarks -> landmarks.children(parent));
    }

    /** The last row of a slice, by which {@link #holds(SourceTable, Landmark)} tells later whether rows were renumbered. */
    public Optional<Landmark> lastOf(SourceTable table, Slice slice) {
        return query(table).rowid().isEmpty()
                ? Optional.empty()
                : asked(table, landmarks -> landmarks.lastUpTo(slice.last()));
    }

    /** Whether a row's number is still its own, or nobody's. */
    public boolean holds(SourceTable table, Landmark landmark) {
        return asked(table, landmarks -> landmarks.isStill(landmark));
    }

    /** Differs where the database of a table was rebuilt, or a table in it made, changed or dropped (PRAGMA schema_version). */
    public long schemaVersion(SourceTable table) {
        return asked(table, Landmarks::schemaVersion);
    }

    private interface Question<T> {
        T of(Landmarks landmarks) throws SQLException;
    }

    private <T> T asked(SourceTable table, Question<T> question) {
        ReadTransaction transaction = transaction(table);
        try {
            return question.of(new Landmarks(transaction, query(table)));
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        }
    }

    private static void requireByRange(SourceTable table) {
        if (!(table.read() instanceof SourceTable.ByRange)) {
            throw new IllegalArgumentException(table.name() + " is not read by range");
        }
    }

    /** Gives statements on one database of the snapshot. */
    public interface Statements {
        PreparedStatement prepare(String sql) throws SQLException;
    }

    /** Asks a database by SQL of its own. */
    public interface Asking<T> {
        T ask(Statements statements) throws SQLException;
    }

    /**
     * Lets {@code asking} read a database as the snapshot sees it; others wait for their turn with it meanwhile.
     *
     * @param database its name in the dataset
     * @throws ExporterException failed, if it cannot be read
     */
    public <T> T ask(String database, Asking<T> asking) {
        ReadTransaction transaction = transaction(database);
        synchronized (transaction) {
            try {
                T answer = asking.ask(transaction::prepare);
                transaction.database().checkAtRest();
                return answer;
            } catch (SQLException e) {
                throw transaction.database().explained(ExitCode.FAILED, e);
            }
        }
    }

    /** Whether a table that is read by range has a row in the range, found by index. */
    public boolean holds(SourceTable table, KeyRange range) {
        TableQuery query = query(table);
        requireByRange(table);
        ReadTransaction transaction = transaction(table);
        try {
            return transaction.exists(query, range);
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        }
    }

    WholeTable whole(SourceTable table) {
        ReadTransaction transaction = transaction(table);
        synchronized (wholeTables) {
            return wholeTables.computeIfAbsent(table.name(), name -> WholeTable.of(query(table), transaction));
        }
    }

    ReadTransaction transaction(SourceTable table) {
        return transaction(table.database());
    }

    private ReadTransaction transaction(String database) {
        ReadTransaction transaction = transactions.get(database);
        if (transaction == null) {
            throw new IllegalStateException("the snapshot of " + database + " is closed");
        }
        return transaction;
    }

    /** Ends the read transactions. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (ReadTransaction transaction : transactions.values()) {
            try {
                transaction.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        transactions.clear();
        if (!closed) {
            closed = true;
            pauses.end();
        }
        if (failure != null) {
            throw failure;
        }
    }

    TableQuery query(SourceTable table) {
        TableQuery query = queries.get(table.name());
        if (query == null) {
            throw new IllegalArgumentException("the source has no table " + table.table() + " for " + table.name());
        }
        return query;
    }
}
