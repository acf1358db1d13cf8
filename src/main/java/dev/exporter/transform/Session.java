package dev.exporter.transform;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
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

    private Session(DuckDBConnection connection, BufferAllocator allocator, Semaphore heavy, String database) {
        this.connection = connection;
        this.allocator = allocator;
        this.heavy = heavy;
        this.database = database;
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
        return new Session(connection, allocator, heavy, database);
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
        try (IncomingRows incoming = new IncomingRows(rows, allocator);
                ArrowView view = ArrowView.of(this, incoming, allocator)) {
            return load(source, incoming, view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long load(SourceTable source, IncomingRows incoming, ArrowView view) throws IOException {
        String where = "source table " + source.name();
        try {
            long loaded = execute(create(source, view.sql()), where);
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
        execute(create(source, "(SELECT " + nulls + ") WHERE false"), "source table " + source.name());
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
            return KeyCursor.open(sibling(), "SELECT DISTINCT key FROM (" + all + ") WHERE key IS NOT NULL", allocator);
        } catch (SQLException e) {
            throw Failure.of(e, "the keys of source table " + dictionary.name());
        }
    }

    /** Asks a question about the source rows; all tables that its SQL names must be loaded. */
    public FaultCount check(Dataset.FaultCheck check) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT CAST(faults AS BIGINT), CAST(example AS VARCHAR) FROM (\n" + check.sql() + "\n)")) {
            if (!row.next()) {
                throw new IllegalStateException("the fault check " + check.name() + " gave no row");
            }
            String example = row.getString(2);
            return new FaultCount(row.getLong(1), example == null ? "" : example);
        } catch (SQLException e) {
            throw Failure.of(e, "fault check " + check.name());
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
        return Sort.of(this, table, carry);
    }

    /** Frees source tables; those that are not there are passed over. */
    public void drop(SourceTable... sources) {
        for (SourceTable source : sources) {
            dropTable(source.name());
        }
    }

    @Override
    public void close() {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("USE memory");
            statement.execute("DETACH " + Sql.identifier(database));
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

    void dropTable(String name) {
        execute("DROP TABLE IF EXISTS " + Sql.identifier(name), "table " + name);
    }

    /** Another connection to the same tables. */
    private DuckDBConnection sibling() throws SQLException {
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

    private static String create(SourceTable source, String from) {
        String columns = source.columns().stream()
                .map(column -> Sql.cast(column.name(), column.type()))
                .collect(Collectors.joining(", "));
        return "CREATE TABLE " + Sql.identifier(source.name()) + " AS SELECT " + columns + " FROM " + from;
    }
}
