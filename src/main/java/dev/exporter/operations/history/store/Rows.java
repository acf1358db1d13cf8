package dev.exporter.operations.history.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of Spring Batch's tables, as they are. */
public final class Rows {
    private Rows() {}

    /** The last job execution of a run. */
    public record Last(long instance, long execution, String status) {}

    /**
     * A job execution.
     *
     * @param started when it was created, where it has not come further
     */
    public record Execution(
            long instance,
            long id,
            String status,
            Instant started,
            Optional<Instant> ended,
            String exitCode,
            String message) {}

    /**
     * A step execution, of a partition or of the job as a whole.
     *
     * @param saved when it last saved anything of itself
     */
    public record Step(
            long id,
            long execution,
            String name,
            String status,
            Optional<Instant> started,
            Optional<Instant> ended,
            String message,
            Optional<Instant> saved) {
        public boolean isPartition() {
            return name.indexOf(':') > 0;
        }
    }

    /**
     * Runs by their last execution, newest first.
     *
     * @param before only those whose execution has a lower id
     * @param statuses in Spring Batch's words; not empty
     */
    public static List<Last> runs(Connection connection, long before, List<String> statuses, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlText.of("runs.sql"))) {
            statement.setLong(1, before);
            for (int i = 0; i < 8; i++) {
                statement.setString(2 + i, statuses.get(Math.min(i, statuses.size() - 1)));
            }
            statement.setInt(10, limit);
            List<Last> runs = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    runs.add(new Last(rows.getLong(1), rows.getLong(2), text(rows, 3)));
                }
            }
            return runs;
        }
    }

    /** How many runs there are by their last execution's status. */
    public static Map<String, Long> counts(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlText.of("counts.sql"));
                ResultSet rows = statement.executeQuery()) {
            Map<String, Long> counts = new TreeMap<>();
            while (rows.next()) {
                counts.put(text(rows, 1), rows.getLong(2));
            }
            return counts;
        }
    }

    /** All executions of these instances; those of one ascending. */
    public static List<Execution> executions(Connection connection, Collection<Long> instances) throws SQLException {
        List<Execution> executions = new ArrayList<>();
        Chunks.read(
                "executions.sql",
                connection,
                instances,
                rows -> executions.add(new Execution(
                        rows.getLong(1),
                        rows.getLong(2),
                        text(rows, 3),
                        time(rows, 5).or(() -> created(rows)).orElse(Instant.EPOCH),
                        time(rows, 6),
                        text(rows, 7),
                        text(rows, 8))));
        return executions;
    }

    /** The parameters of these executions, by execution and name. */
    public static Map<Long, Map<String, String>> parameters(Connection connection, Collection<Long> executions)
            throws SQLException {
        Map<Long, Map<String, String>> parameters = new HashMap<>();
        Chunks.read(
                "parameters.sql",
                connection,
                executions,
                rows -> parameters
                        .computeIfAbsent(rows.getLong(1), key -> new TreeMap<>())
                        .put(text(rows, 2), text(rows, 3)));
        return parameters;
    }

    /** All step executions of a run, in the order in which they were made. */
    public static List<Step> steps(Connection connection, long instance) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlText.of("steps.sql"))) {
            statement.setLong(1, instance);
            statement.setFetchSize(1000);
            List<Step> steps = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    steps.add(new Step(
                            rows.getLong(1),
                            rows.getLong(2),
                            text(rows, 3),
                            text(rows, 4),
                            time(rows, 5),
                            time(rows, 6),
                            text(rows, 7),
                            time(rows, 8)));
                }
            }
            return steps;
        }
    }

    /** The last executions of the runs whose ids begin so, by run. */
    public static Map<String, Long> byRun(Connection connection, String prefix) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlText.of("by-run.sql"))) {
            statement.setString(1, prefix + "%");
            Map<String, Long> found = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(text(rows, 2), rows.getLong(1));
                }
            }
            return found;
        }
    }

    /** The instance of an execution of the job. */
    public static Optional<Long> instance(Connection connection, long execution) throws SQLException {
        String sql = "SELECT JOB_INSTANCE_ID FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, execution);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    private static Optional<Instant> created(ResultSet rows) {
        try {
            return time(rows, 4);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Instant> time(ResultSet rows, int column) throws SQLException {
        @Nullable Timestamp time = rows.getTimestamp(column);
        return Optional.ofNullable(time).map(Timestamp::toInstant);
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        return Objects.requireNonNullElse(rows.getString(column), "");
    }
}
