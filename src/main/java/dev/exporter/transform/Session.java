package dev.exporter.transform;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/**
 * A worker's tables in the engine: a partition's source rows and what is made of them. For one thread at a time.
 * Tables of other sessions are not seen. Everything is gone after {@link #close()}.
 *
 * <p>The tables live in an in-memory database that is attached for the session, not in DuckDB's temporary schema,
 * which belongs to one connection: a {@link KeyCursor} reads them through a second one while the session loads.
 */
public final class Session implements AutoCloseable {
    private final DuckDBConnection connection;
    private final BufferAllocator allocator;
    private final Semaphore heavy;
    private final String database;
    /** Whether the tables go with this session. */
    private final boolean owner;

    private Session(
            DuckDBConnection connection, BufferAllocator allocator, Semaphore heavy, String database, boolean owner) {
        this.connection = connection;
        this.allocator = allocator;
        this.heavy = heavy;
        this.database = database;
        this.owner = owner;
    }

    static Session open(DuckDBConnection root, BufferAllocator allocator, Semaphore heavy, String database)
            throws SQLException {
        DuckDBConnection connection = root.duplicate();
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH ':memory:' AS " + Sql.identifier(database));
            statement.execute("USE " + Sql.identifier(database));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new Session(connection, allocator, heavy, database, true);
    }

    /** Another session with the same tables, for another thread. Must be closed before this one. */
    public Session sibling() {
        try {
            return new Session(siblingConnection(), allocator, heavy, database, false);
        } catch (SQLException e) {
            throw Failure.of(e, "the start of a session");
        }
    }

    /** Makes the table {@code options} of one row, with a text column for each of the dataset's options. */
    public void options(Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        String columns = new TreeMap<>(values)
                .entrySet().stream()
                        .map(option -> Sql.literal(option.getValue()) + " AS " + Sql.identifier(option.getKey()))
                        .collect(Collectors.joining(", "));
        execute("CREATE TABLE options AS SELECT " + columns, "the dataset's options");
    }

    /**
     * Makes the table {@code source.name()} of all rows that {@code rows} gives.
     *
     * @param rows has the source's columns by name: decimals as text, everything else by its own type. Stays the
     *     caller's to close
     * @param allocator of the same root as the reader's
     * @return the number of rows
     * @throws RuntimeException what the reader itself threw, where it is the reader that failed
     */
    public long load(SourceTable source, ArrowReader rows, BufferAllocator allocator) {
        return load("CREATE TABLE " + Sql.identifier(source.name()) + " AS ", source, rows, allocator);
    }

    /** As {@link #load}, into the table that is there. Sessions of the same tables can append at the same time. */
    public long append(SourceTable source, ArrowReader rows, BufferAllocator allocator) {
        return load("INSERT INTO " + Sql.identifier(source.name()) + " ", source, rows, allocator);
    }

    private long load(String target, SourceTable source, ArrowReader rows, BufferAllocator allocator) {
        try (IncomingRows incoming = new IncomingRows(rows, allocator);
                ArrowView view = ArrowView.of(this, incoming, allocator)) {
            return load(target, source, incoming, view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long load(String target, SourceTable source, IncomingRows incoming, ArrowView view) throws IOException {
        String where = "source table " + source.name();
        try {
            long loaded = execute(target + select(source, view.sql()), where);
            if (loaded != incoming.count()) {
                throw new IllegalStateException(
                        where + ": " + incoming.count() + " rows were read, " + loaded + " arrived");
            }
            return loaded;
        } catch (ExporterException e) {
            incoming.rethrow();
            throw e;
        }
    }

    /** Makes the table {@code source.name()} without rows. */
    public void loadEmpty(SourceTable source) {
        String nulls = source.columns().stream()
                .map(column -> "NULL AS " + Sql.identifier(column.name()))
                .collect(Collectors.joining(", "));
        execute(
                "CREATE TABLE " + Sql.identifier(source.name()) + " AS "
                        + select(source, "(SELECT " + nulls + ") WHERE false"),
                "source table " + source.name());
    }

    /** Makes a prepared table; what its SQL names must be there. */
    public void prepare(Dataset.PreparedTable table) {
        // The SQL stands on lines of its own, as its last one may be a comment.
        executeHeavy(
                "CREATE TABLE " + Sql.identifier(table.name()) + " AS SELECT * FROM (\n" + table.sql() + "\n) ORDER BY "
                        + Sort.ascending(table.sort()),
                "prepared table " + table.name());
    }

    /** The distinct values other than NULL of the columns that hold keys of {@code dictionary}; text as UTF-8. */
    public KeyCursor keys(SourceTable dictionary) {
        if (!(dictionary.read() instanceof SourceTable.ByKey by)) {
            throw new IllegalArgumentException("source table " + dictionary.name() + " is not read by key");
        }
        String all = by.of().stream()
                .map(key -> "SELECT " + Sql.bytes(key.column(), keyType(dictionary, by)) + " AS key FROM "
                        + Sql.identifier(key.source()))
                .collect(Collectors.joining(" UNION ALL "));
        try {
            return KeyCursor.open(
                    siblingConnection(),
                    "SELECT DISTINCT key FROM (" + all + ") WHERE key IS NOT NULL ORDER BY key",
                    allocator);
        } catch (SQLException e) {
            throw Failure.of(e, "the keys of source table " + dictionary.name());
        }
    }

    /** Asks questions about the rows that were read. */
    public RowChecks checks() {
        return new RowChecks(this);
    }

    FaultCount check(String sql, String where) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT CAST(faults AS BIGINT), CAST(example AS VARCHAR) FROM (\n" + sql + "\n)")) {
            if (!row.next()) {
                throw new IllegalStateException(where + " gave no row");
            }
            String example = row.getString(2);
            return new FaultCount(row.getLong(1), example == null ? "" : example);
        } catch (SQLException e) {
            throw Failure.of(e, where);
        }
    }

    /**
     * Makes an output table by its SQL from the source tables, with exactly the columns of {@code table} in their
     * order and types, sorted by {@code table.sort()} with NULL first, and reads it once for its content hash. Where
     * rows tie in the sort columns, the tie-break and then all other columns order them, so equal rows always give
     * equal files.
     *
     * @throws ExporterException failed, where a value does not fit its type or a required one is missing
     */
    public SortedTable sort(TableSpec table, Carry carry) {
        Sort sort = new Sort(this, table);
        return sort.checked(sort.sort(carry));
    }

    /**
     * Makes an output table's rows of all partitions at once, unsorted; each partition's can then be {@link #take}n out
     * of them.
     *
     * @throws ExporterException failed, where a row has no key, or one outside {@code range}: it would be in no partition
     */
    public OutputRows make(TableSpec table, String keyColumn, KeyRange range) {
        Sort sort = new Sort(this, table);
        sort.make();
        sort.refuseOutside(keyColumn, range);
        return new OutputRows(table, qualified(Sort.output(table)), keyColumn);
    }

    /** A partition's rows as {@link #sort} gives them, out of another session's that has all. */
    public SortedTable take(OutputRows rows, KeyRange partition, Carry carry) {
        Sort sort = new Sort(this, rows.table());
        return sort.checked(sort.sort(rows, partition, sort.carried(carry)));
    }

    /** Frees what {@link #make} has made. */
    public void drop(OutputRows rows) {
        drop(Sort.output(rows.table()));
    }

    /** Frees a source table or a prepared one; does nothing where it is not there. */
    public void drop(String table) {
        execute("DROP TABLE IF EXISTS " + Sql.identifier(table), "table " + table);
    }

    @Override
    public void close() {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("USE memory");
            if (owner) {
                statement.execute("DETACH " + Sql.identifier(database));
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the end of a session");
        }
    }

    DuckDBConnection connection() {
        return connection;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /** Runs a statement and returns the number of rows that it wrote. */
    long execute(String sql, String where) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getLargeUpdateCount();
        } catch (SQLException e) {
            throw Failure.of(e, where);
        }
    }

    /** As {@link #execute}, waiting first until the memory suffices for one more statement that sorts or writes. */
    long executeHeavy(String sql, String where) {
        heavy.acquireUninterruptibly();
        try {
            return execute(sql, where);
        } finally {
            heavy.release();
        }
    }

    /** A table of this session as SQL that every session understands. */
    String qualified(String name) {
        return Sql.identifier(database) + "." + Sql.identifier(name);
    }

    /** Another connection to the same tables. */
    private DuckDBConnection siblingConnection() throws SQLException {
        DuckDBConnection sibling = connection.duplicate();
        try (Statement statement = sibling.createStatement()) {
            statement.execute("USE " + Sql.identifier(database));
            return sibling;
        } catch (SQLException e) {
            sibling.close();
            throw e;
        }
    }

    private static ColumnType keyType(SourceTable dictionary, SourceTable.ByKey by) {
        return dictionary.columns().stream()
                .filter(column -> column.name().equals(by.column()))
                .map(SourceTable.Column::type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "source table " + dictionary.name() + " has no column " + by.column()));
    }

    private static String select(SourceTable source, String from) {
        return source.columns().stream()
                .map(column -> Sql.cast(column.name(), column.type()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
    }
}
