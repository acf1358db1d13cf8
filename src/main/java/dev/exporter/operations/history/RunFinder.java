package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.state.Runs;
import dev.exporter.operations.history.state.States;
import dev.exporter.operations.history.store.Connections;
import dev.exporter.operations.history.store.Contexts;
import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.RunId;
import dev.exporter.run.repository.PlanNote;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds runs for those who act on them. Thread-safe. */
public final class RunFinder {
    private static final String NEWEST = "SELECT coalesce(max(JOB_EXECUTION_ID), 0) FROM BATCH_JOB_EXECUTION";
    private static final String OF_PROCESS = "SELECT max(JOB_EXECUTION_ID) FROM BATCH_JOB_EXECUTION_PARAMS"
            + " WHERE JOB_EXECUTION_ID > ? AND PARAMETER_NAME = 'process' AND PARAMETER_VALUE = ?";
    private static final int MOST = 1000;

    private final Connections connections;
    private final Runs runs = new Runs();
    private final SummaryCache cache = new SummaryCache(Clock.systemUTC());

    /** @param connections stay the caller's */
    public RunFinder(Connections connections) {
        this.connections = connections;
    }

    /**
     * What the repository knows of a run that actions need.
     *
     * @param executionId its last
     * @param plan empty for runs of earlier versions, and where it died before its plan
     */
    public record Known(long executionId, RunId run, RunState state, Path staging, Optional<PlanNote> plan) {}

    /** Which runs are meant by a dataset, a warehouse with its namespace, and a range as asked for. */
    public record Export(String dataset, Path tables, String requestedRange) {}

    /** The run of an execution; empty where there is none. */
    public Optional<Known> known(long executionId) {
        return connections
                .ask(connection -> {
                    Optional<Run> run = runs.of(connection, executionId);
                    return run.isPresent() ? Optional.of(known(connection, run.get())) : Optional.<Known>empty();
                })
                .flatMap(found -> found);
    }

    private Known known(Connection connection, Run run) throws SQLException {
        Map<String, String> context = Contexts.ofJob(connection, run.last().id());
        return new Known(run.last().id(), new RunId(run.id()), run.state(), run.staging(), cache.plan(run, context));
    }

    /** The newest execution of a run; empty where there is none. */
    public Optional<Long> lastExecution(RunId run) {
        return connections
                .ask(connection ->
                        Optional.ofNullable(Rows.byRun(connection, run.text()).get(run.text())))
                .flatMap(found -> found);
    }

    /** The newest execution of all; 0 where there is none. */
    public long newestExecution() {
        return connections
                .ask(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(NEWEST);
                            ResultSet row = statement.executeQuery()) {
                        return row.next() ? row.getLong(1) : 0L;
                    }
                })
                .orElse(0L);
    }

    /** The execution with which a process on this machine has begun a run after another one. */
    public Optional<Long> executionOfProcess(long after, long process) {
        return connections
                .ask(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(OF_PROCESS)) {
                        statement.setLong(1, after);
                        statement.setString(2, Long.toString(process));
                        try (ResultSet row = statement.executeQuery()) {
                            long id = row.next() ? row.getLong(1) : 0;
                            return id == 0 ? Optional.<Long>empty() : Optional.of(id);
                        }
                    }
                })
                .flatMap(found -> found);
    }

    /** The last execution of an export that is not finished; the newest, where there are several. */
    public Optional<Long> unfinished(Export export) {
        List<String> statuses = new ArrayList<>(States.OPEN);
        statuses.addAll(List.of("FAILED", "STOPPED"));
        return connections
                .ask(connection -> runs.of(connection, Rows.runs(connection, Long.MAX_VALUE, statuses, MOST)).stream()
                        .filter(run -> run.dataset().equals(export.dataset())
                                && run.warehouse().equals(export.tables())
                                && run.requestedRange().equals(export.requestedRange()))
                        .map(run -> run.last().id())
                        .findFirst())
                .flatMap(found -> found);
    }
}
