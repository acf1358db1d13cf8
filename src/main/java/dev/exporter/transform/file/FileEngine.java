package dev.exporter.transform.file;

import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/**
 * A DuckDB instance of its own that reads some files and nothing else: no other file, no network, no extension, no other
 * setting. It spills nothing. What it tells of a file's values it has read from the values, not from the file's own
 * statistics. Thread-safe; {@link #close()} comes after the last session's.
 */
public final class FileEngine implements AutoCloseable {
    /** With less, threads take each other's memory (measured, see {@link dev.exporter.transform.Engine}). */
    private static final long BYTES_PER_THREAD = 128L << 20;

    private final DuckDBConnection root;
    private final BufferAllocator allocator = new RootAllocator();

    private FileEngine(DuckDBConnection root) {
        this.root = root;
    }

    /**
     * Opens an instance.
     *
     * @param files what may be read
     * @param memoryBytes the memory of all sessions together; what needs more fails
     * @param threads at most this many
     */
    public static FileEngine open(Collection<Path> files, long memoryBytes, int threads) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            DuckDBConnection root =
                    DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
            try (Statement statement = root.createStatement()) {
                statement.execute("SET memory_limit = " + Sql.literal(memoryBytes + "B"));
                statement.execute("SET threads = " + Math.max(1, Math.min(threads, memoryBytes / BYTES_PER_THREAD)));
                statement.execute("SET temp_directory = ''");
                statement.execute("SET preserve_insertion_order = true");
                // Else min and max of whole files come from the footers.
                statement.execute("SET disabled_optimizers = 'statistics_propagation'");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET allowed_paths = " + paths(files));
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
                return new FileEngine(root);
            } catch (SQLException e) {
                root.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the start of the SQL engine");
        }
    }

    private static String paths(Collection<Path> files) {
        return files.stream().map(Path::toString).map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A connection for one thread. */
    public FileSession session() {
        try {
            return new FileSession(root.duplicate(), allocator);
        } catch (SQLException e) {
            throw Failure.of(e, "the start of a session");
        }
    }

    @Override
    public void close() {
        try (allocator;
                root) {
            // The allocator complains of batches that were not given back.
        } catch (SQLException e) {
            throw Failure.of(e, "the end of the SQL engine");
        }
    }
}
