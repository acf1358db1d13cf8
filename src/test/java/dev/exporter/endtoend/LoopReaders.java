package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Readers of a table that is exported into and maintained at the same time: Iceberg tells the files, DuckDB reads them. */
final class LoopReaders {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Long enough for expiry and, after another grace, for the removal of files. */
    private static final long LATE_SECONDS = 25;

    private final ExportedTables tables;
    private final MaintainLoop.Markers exports;
    private final AtomicBoolean isOver;
    private volatile int scans;
    private volatile long longestMillis;
    private volatile int slowFailures;
    private volatile int lateFailures;
    private volatile int lateSuccesses;

    LoopReaders(ExportedTables tables, MaintainLoop.Markers exports, AtomicBoolean isOver) {
        this.tables = tables;
        this.exports = exports;
        this.isOver = isOver;
    }

    /** Scans again and again, and fails where a scan does, or where it does not see an export that had ended. */
    Void readQuickly() throws Exception {
        while (!isOver.get()) {
            Map<Long, Integer> known = exports.acknowledged();
            long begin = System.nanoTime();
            List<Path> files = tables.paths("transactions");
            if (scans % 4 == 3) {
                // As a reader that plans at once and reads for a while: most of the grace.
                TimeUnit.SECONDS.sleep(7);
            }
            Map<Long, Integer> seen;
            try {
                seen = markers(files);
            } catch (SQLException e) {
                long nanos = System.nanoTime() - begin;
                assertThat(nanos).as("a scan failed: %s", e.getMessage()).isGreaterThan(GRACE_NANOS);
                slowFailures++; // on a busy machine
                continue;
            }
            long nanos = System.nanoTime() - begin;
            known.forEach((partition, marker) -> assertThat(seen.get(partition))
                    .as("partition %s", partition)
                    .isGreaterThanOrEqualTo(marker));
            scans++;
            longestMillis = Math.max(longestMillis, nanos / 1_000_000);
        }
        return null;
    }

    /** Reads long after the grace: all that was there, or an error that names a file. */
    Void readSlowly() throws Exception {
        while (!isOver.get()) {
            List<Path> files = tables.paths("transactions");
            for (long second = 0; second < LATE_SECONDS && !isOver.get(); second++) {
                TimeUnit.SECONDS.sleep(1);
            }
            try {
                markers(files);
                lateSuccesses++;
            } catch (SQLException e) {
                assertThat(String.valueOf(e.getMessage()))
                        .contains(".parquet")
                        .containsAnyOf("No such file", "No files found");
                lateFailures++;
            }
        }
        return null;
    }

    /** The marker of each partition, which all of its data items must have; 0 before the first one. */
    private static Map<Long, Integer> markers(List<Path> files) throws SQLException {
        String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
        String sql = "SELECT height // 100 * 100, min(content_type), count(DISTINCT content_type) FROM read_parquet(["
                + list + "], hive_partitioning = false) WHERE is_data_item AND content_type LIKE 'marker %' GROUP BY 1";
        Map<Long, Integer> markers = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                assertThat(row.getInt(3)).as("markers in one snapshot").isEqualTo(1);
                markers.put(row.getLong(1), Integer.parseInt(row.getString(2).substring("marker ".length())));
            }
        }
        return markers;
    }

    @Override
    public String toString() {
        return scans + " scans, the longest " + longestMillis + " ms, " + slowFailures
                + " failed after the grace; late readers: " + lateFailures + " clear errors, "
                + lateSuccesses + " had all files";
    }
}
