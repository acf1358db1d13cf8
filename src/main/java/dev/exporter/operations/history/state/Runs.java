package dev.exporter.operations.history.state;

import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.history.store.Rows.Execution;
import dev.exporter.operations.history.store.Rows.Last;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.run.repository.RunHistory.Parameter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds runs, and tells how they are. */
public final class Runs {
    private final Liveness liveness = new Liveness();

    /** The run of an execution; empty where there is none. */
    public Optional<Run> of(Connection connection, long execution) throws SQLException {
        Optional<Long> instance = Rows.instance(connection, execution);
        if (instance.isEmpty()) {
            return Optional.empty();
        }
        long readAt = System.nanoTime();
        List<Execution> executions = Rows.executions(connection, List.of(instance.get()));
        if (executions.isEmpty()) {
            return Optional.empty();
        }
        Execution last = executions.get(executions.size() - 1);
        Map<String, String> parameters =
                Rows.parameters(connection, List.of(last.id())).getOrDefault(last.id(), Map.of());
        return run(connection, executions, parameters, readAt);
    }

    /** Those with these last executions, newest first. */
    public List<Run> of(Connection connection, List<Last> page) throws SQLException {
        long readAt = System.nanoTime();
        Map<Long, List<Execution>> byInstance = new HashMap<>();
        List<Long> instances = page.stream().map(Last::instance).toList();
        for (Execution execution : Rows.executions(connection, instances)) {
            byInstance
                    .computeIfAbsent(execution.instance(), key -> new ArrayList<>())
                    .add(execution);
        }
        Map<Long, Map<String, String>> parameters =
                Rows.parameters(connection, page.stream().map(Last::execution).toList());
        List<Run> runs = new ArrayList<>();
        for (Last last : page) {
            // One that was resumed in the meantime has a later execution by now; this page is of before.
            List<Execution> executions = byInstance.getOrDefault(last.instance(), List.of()).stream()
                    .filter(execution -> execution.id() <= last.execution())
                    .toList();
            if (!executions.isEmpty()) {
                run(connection, executions, parameters.getOrDefault(last.execution(), Map.of()), readAt)
                        .ifPresent(runs::add);
            }
        }
        runs.sort(Comparator.comparingLong((Run run) -> run.last().id()).reversed());
        return runs;
    }

    private Optional<Run> run(
            Connection connection, List<Execution> executions, Map<String, String> parameters, long readAt)
            throws SQLException {
        if (!Run.isExport(parameters)) {
            return Optional.empty();
        }
        Execution last = executions.get(executions.size() - 1);
        boolean isAlive = States.isOpen(last.status())
                && liveness.isAlive(
                        Path.of(parameters.getOrDefault(Parameter.WAREHOUSE, "")),
                        parameters.getOrDefault(Parameter.RUN, ""),
                        readAt);
        if (isAlive || !States.isOpen(last.status())) {
            return Optional.of(new Run(executions, parameters, States.ofRun(last.status(), isAlive)));
        }
        // It holds nothing: it has died, unless it has ended since its row was read.
        List<Execution> again = Rows.executions(connection, List.of(last.instance())).stream()
                .filter(execution -> execution.id() <= last.id())
                .toList();
        String status =
                again.isEmpty() ? last.status() : again.get(again.size() - 1).status();
        RunState state = States.ofRun(status, false);
        return Optional.of(new Run(again.isEmpty() ? executions : again, parameters, state));
    }
}
