package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.TableLayout;
import dev.exporter.source.sqlite.TableQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The source databases of a dataset, read-only. Thread-safe: many snapshots can be read at once, each by one thread.
 *
 * <p>While one is open, no other code of this process may open and close one of its files: that would drop the locks of
 * the snapshots.
 */
public final class SourceDatabases implements AutoCloseable {
    private final Dataset dataset;
    private final Map<String, String> options;
    /** In the order in which they are pinned. */
    private final List<SqliteDatabase> databases = new ArrayList<>();

    private final Map<String, TableLayout> layouts = new HashMap<>();
    private final Map<String, TableQuery> queries = new HashMap<>();

    private final PinPauses pauses;

    private SourceDatabases(Dataset dataset, Map<String, String> options, Duration betweenPauses) {
        this.dataset = dataset;
        this.options = Map.copyOf(options);
        this.pauses = new PinPauses(databases, betweenPauses);
    }

    /**
     * Opens the databases and learns which of the dataset's tables and columns they have.
     *
     * @param options the value of each of the dataset's options; they decide which tables and columns are read
     * @param paths the file of each database, by its name in the dataset
     * @param busyTimeout how long a locked database is waited for, each time
     * @param reader how {@link SourceSnapshot#scan} reads
     * @throws ExporterException refused, if a file is missing, is not a database or cannot be read, or lacks a table or
     *     column that the dataset needs under its options
     */
    public static SourceDatabases open(
            Dataset dataset,
            Map<String, String> options,
            Map<String, Path> paths,
            Duration busyTimeout,
            Reader reader) {
        return open(dataset, options, paths, busyTimeout, reader, Duration.ZERO);
    }

    /**
     * As {@link #open(Dataset, Map, Map, Duration, Reader)}, with pauses in which nothing is pinned, so that writers can
     * begin their logs anew. A thread that holds a snapshot must not make another one then.
     *
     * @param betweenPauses the longest time that there is always some snapshot; zero: no pauses
     */
    public static SourceDatabases open(
            Dataset dataset,
            Map<String, String> options,
            Map<String, Path> paths,
            Duration busyTimeout,
            Reader reader,
            Duration betweenPauses) {
        SourceDatabases source = new SourceDatabases(dataset, options, betweenPauses);
        try {
            for (Dataset.Database database : dataset.databases()) {
                Path path = Objects.requireNonNull(paths.get(database.name()), () -> "no path of " + database.name());
                source.databases.add(SqliteDatabase.open(database, path, busyTimeout, reader));
            }
            source.learnLayouts();
            source.columns().require(source.databases);
            return source;
        } catch (RuntimeException e) {
            try (source) {
                throw e;
            }
        }
    }

    /**
     * Checks what the databases hold of what the dataset reads under its options: range keys that are integers, and
     * pages that can be read.
     *
     * @throws ExporterException refused, for the first thing that cannot be exported
     */
    public SourceCheck check() {
        try (SourceSnapshot snapshot = pin(ExitCode.REFUSED)) {
            return new SourceChecks(dataset, options, columns(), snapshot).check();
        }
    }

    /**
     * How far the databases reach now, under one snapshot of all. {@link #check()} comes first.
     *
     * @throws ExporterException refused, if an end of a range is not an integer
     */
    public Extent extent() {
        try (SourceSnapshot snapshot = pin(ExitCode.REFUSED)) {
            return new Extents(dataset, options, snapshot).extent();
        }
    }

    /** The number of rows that a snapshot made now would read for the range, found by index. */
    public long count(SourceTable table, KeyRange range) {
        try (SourceSnapshot snapshot = pin()) {
            return snapshot.count(table, range);
        }
    }

    /**
     * Pins the databases in the dataset's order.
     *
     * @throws ExporterException failed, if one cannot be read or is locked for longer than the busy timeout
     */
    public SourceSnapshot pin() {
        return pin(ExitCode.FAILED);
    }

    /** Snapshots that are still open keep reading. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (SqliteDatabase database : databases) {
            try {
                database.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private SourceSnapshot pin(ExitCode exitCodeOfFailure) {
        return SourceSnapshot.pin(dataset, databases, Map.copyOf(queries), exitCodeOfFailure, pauses);
    }

    private RequiredColumns columns() {
        return new RequiredColumns(dataset, options, layouts);
    }

    private void learnLayouts() {
        for (SqliteDatabase database : databases) {
            try (ReadTransaction transaction = database.begin(ExitCode.REFUSED)) {
                for (SourceTable table : dataset.sources()) {
                    if (table.database().equals(database.name())) {
                        learnLayout(table, TableLayout.of(table, transaction));
                    }
                }
            } catch (SQLException e) {
                throw database.explained(ExitCode.REFUSED, e);
            }
        }
    }

    private void learnLayout(SourceTable table, TableLayout layout) {
        layouts.put(table.name(), layout);
        if (layout.exists()) {
            queries.put(table.name(), TableQuery.of(dataset, table, layout, options));
        }
    }
}
