package dev.exporter.run.repository;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the job repository knows of earlier runs, read by SQL, without Spring and without changing anything. */
public final class RunHistory {
    public static final String JOB_NAME = "export";

    private RunHistory() {}

    /**
     * A run whose last job execution did not end well.
     *
     * @param jobExecutionId of its last job execution
     * @param status of that execution, in Spring Batch's words
     * @param range with its end frozen
     * @param staging the staging directory that it was started with
     * @param isCommitted whether it had come to what follows the last commit of its last wave. The tables alone do not
     *     tell: they may have some of its waves
     * @param problem the code of why that execution failed; empty where it did not, or died without a word
     */
    public record Unfinished(
            RunId run,
            long jobExecutionId,
            String status,
            String warehouse,
            String dataset,
            String requestedRange,
            KeyRange aligned,
            KeyRange range,
            Path staging,
            String planSha256,
            boolean isCommitted,
            Optional<String> problem) {}

    /** The names of the job parameters; {@code RUN} is the only identifying one. */
    public static final class Parameter {
        public static final String RUN = "run";
        public static final String WAREHOUSE = "warehouse";
        public static final String DATASET = "dataset";
        public static final String RANGE = "range";
        public static final String ALIGNED = "aligned";
        public static final String FROZEN = "frozenRange";
        public static final String STAGING = "staging";
        public static final String PLAN = "planSha256";
        /** The number of the process that began the run; earlier versions did not say. */
        public static final String PROCESS = "process";

        static final List<String> ALL = List.of(RUN, WAREHOUSE, DATASET, RANGE, ALIGNED, FROZEN, STAGING, PLAN);

        /** Those that every run has. */
        public static List<String> all() {
            return ALL;
        }

        private Parameter() {}
    }

    /** Every unfinished run in the repository, oldest first; none where there is no repository yet. */
    public static List<Unfinished> unfinished(JobStoreAddress address) throws SQLException {
        if (address.isAbsent()) {
            return List.of();
        }
        try (Connection connection = RepositoryAccess.open(address)) {
            return BatchTables.exist(connection, address.kind()) ? unfinished(connection) : List.of();
        }
    }

    /** The runs in the repository that have come to an end: done, or given up. */
    public static Set<RunId> ended(JobStoreAddress address) throws SQLException {
        Set<RunId> ended = new HashSet<>();
        if (address.isAbsent()) {
            return ended;
        }
        try (Connection connection = RepositoryAccess.open(address)) {
            if (!BatchTables.exist(connection, address.kind())) {
                return ended;
            }
            try (PreparedStatement statement = connection.prepareStatement(SqlText.read("ended-runs.sql"))) {
                statement.setString(1, JOB_NAME);
                statement.setString(2, Parameter.RUN);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ended.add(new RunId(rows.getString(1)));
                    }
                }
            }
        }
        return ended;
    }

    private static List<Unfinished> unfinished(Connection connection) throws SQLException {
        String sql = SqlText.read("unfinished-runs.sql");
        Map<Long, Map<String, String>> parameters = new LinkedHashMap<>();
        Map<Long, String> statuses = new LinkedHashMap<>();
        Map<Long, String> exitMessages = new LinkedHashMap<>();
        Set<Long> committed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, JOB_NAME);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long id = rows.getLong(1);
                    statuses.put(id, rows.getString(2));
                    exitMessages.put(id, Objects.requireNonNullElse(rows.getString(6), ""));
                    if (rows.getInt(5) == 1) {
                        committed.add(id);
                    }
                    parameters
                            .computeIfAbsent(id, key -> new LinkedHashMap<>())
                            .put(rows.getString(3), rows.getString(4));
                }
            }
        }
        List<Unfinished> unfinished = new ArrayList<>();
        parameters.forEach((id, values) -> {
            if (values.keySet().containsAll(Parameter.ALL)) {
                Optional<String> problem = RunNote.code(exitMessages.getOrDefault(id, ""));
                unfinished.add(unfinished(id, statuses.getOrDefault(id, ""), values, committed.contains(id), problem));
            }
        });
        return unfinished;
    }

    private static Unfinished unfinished(
            long jobExecutionId,
            String status,
            Map<String, String> values,
            boolean isCommitted,
            Optional<String> problem) {
        return new Unfinished(
                new RunId(values.getOrDefault(Parameter.RUN, "")),
                jobExecutionId,
                status,
                values.getOrDefault(Parameter.WAREHOUSE, ""),
                values.getOrDefault(Parameter.DATASET, ""),
                values.getOrDefault(Parameter.RANGE, ""),
                KeyRange.parse(values.getOrDefault(Parameter.ALIGNED, "")),
                KeyRange.parse(values.getOrDefault(Parameter.FROZEN, "")),
                Path.of(values.getOrDefault(Parameter.STAGING, "")),
                values.getOrDefault(Parameter.PLAN, ""),
                isCommitted,
                problem);
    }
}
