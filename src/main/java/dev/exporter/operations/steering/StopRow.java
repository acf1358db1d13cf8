package dev.exporter.operations.steering;

import dev.exporter.operations.history.store.Connections;
import java.sql.PreparedStatement;

/**
 * Asks the process of a job execution to stop, by the execution's row alone: it looks there once a second. Spring Batch's
 * own way also writes to the rows of the steps, against whose ends that would race.
 */
final class StopRow {
    private static final String SQL = "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STOPPING'"
            + " WHERE JOB_EXECUTION_ID = ? AND STATUS IN ('STARTING', 'STARTED')";

    private final Connections connections;

    StopRow(Connections connections) {
        this.connections = connections;
    }

    /** Whether it was under way. */
    boolean request(long executionId) {
        return connections
                .ask(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
                        statement.setLong(1, executionId);
                        return statement.executeUpdate() == 1;
                    }
                })
                .orElse(false);
    }
}
