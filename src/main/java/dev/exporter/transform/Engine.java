package dev.exporter.transform;

import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/**
 * One DuckDB instance in this process, in memory, shared by all workers. Thread-safe; {@link #close()} comes after the
 * last session's.
 *
 * <p>The instance reaches no file outside the directories of its settings and no network, loads no extension, and its
 * configuration cannot be changed by any SQL that it runs.
 */
public final class Engine implements AutoCloseable {
    /** With less than this a thread cannot hold what a sort or a join of millions of rows pins at one time (measured). */
    private static final long BYTES_PER_THREAD = 128L << 20;
    /** With less than this, sorts and writes that run at the same time take each other's memory and fail (measured). */
    private static final long BYTES_PER_HEAVY_STATEMENT = 256L << 20;

    private final DuckDBConnection root;
    private final BufferAllocator allocator = new RootAllocator();
    private final AtomicInteger sessions = new AtomicInteger();
    /** Bounds the sorts and writes of all sessions that run at the same time; each uses all threads by itself. */
    private final Semaphore heavy;
    /** What the settings and the memory allow. */
    private final int mostThreads;

    private int threads;

    private Engine(DuckDBConnection root, Settings settings) {
        this.root = root;
        this.heavy = new Semaphore(
                (int) Math.max(1, Math.min(1000, settings.memoryBytes() / BYTES_PER_HEAVY_STATEMENT)), true);
        this.mostThreads = settings.usableThreads();
        this.threads = mostThreads;
    }

    /**
     * How the instance may use the machine.
     *
     * @param memoryBytes the memory of all sessions together; beyond it, data is spilled
     * @param threads at most this many threads; fewer where the memory does not suffice for so many
     * @param tempDirectory where data is spilled; made when needed, emptied on close
     * @param directories what may be read and written, each with all that is below it
     */
    public record Settings(long memoryBytes, int threads, Path tempDirectory, List<Path> directories) {
        public Settings {
            if (memoryBytes < 1 || threads < 1) {
                throw new IllegalArgumentException("memoryBytes " + memoryBytes + ", threads " + threads);
            }
            directories = List.copyOf(directories);
        }

        private int usableThreads() {
            return (int) Math.max(1, Math.min(threads, memoryBytes / BYTES_PER_THREAD));
        }
    }

    /** Opens an instance. Nothing is written until data must be spilled. */
    public static Engine open(Settings settings) {
        Properties properties = new Properties();
        // Results are streamed: without this the driver holds a whole result in memory first.
        properties.setProperty("jdbc_stream_results", "true");
        try {
            DuckDBConnection root =
                    DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
            try {
                configure(root, settings);
            } catch (SQLException e) {
                root.close();
                throw e;
            }
            return new Engine(root, settings);
        } catch (SQLException e) {
            throw Failure.of(e, "the start of the SQL engine");
        }
    }

    /** A session for one thread, with tables of its own. */
    public Session session() {
        try {
            return Session.open(root, allocator, heavy, "session" + sessions.incrementAndGet());
        } catch (SQLException e) {
            throw Failure.of(e, "the start of a session");
        }
    }

    /**
     * Shares the processors between {@code workers} threads that run statements side by side: each is busy by itself, and
     * threads of the engine's own beside them only take turns with them. Holds until the next call, also for statements that
     * are under way; waits for pieces of work that threads have begun which are to end.
     */
    public synchronized void share(int workers) {
        int wanted = Math.max(1, mostThreads - Math.max(0, workers - 1));
        if (wanted == threads) {
            return;
        }
        try (Statement statement = root.createStatement()) {
            statement.execute("SET threads = " + wanted);
            threads = wanted;
        } catch (SQLException e) {
            throw Failure.of(e, "the threads of the SQL engine");
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

    private static void configure(DuckDBConnection connection, Settings settings) throws SQLException {
        String directories = settings.directories().stream()
                .map(directory -> Sql.literal(directory.toAbsolutePath().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = " + Sql.literal(settings.memoryBytes() + "B"));
            statement.execute("SET threads = " + settings.usableThreads());
            statement.execute("SET temp_directory = "
                    + Sql.literal(settings.tempDirectory().toAbsolutePath().toString()));
            statement.execute("SET preserve_insertion_order = true");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET allowed_directories = " + directories);
            // The last three shut the door: first to files, then to these settings but for one that reaches nothing.
            statement.execute("SET enable_external_access = false");
            statement.execute("SET allowed_configs = ['threads']");
            statement.execute("SET lock_configuration = true");
        }
    }
}
