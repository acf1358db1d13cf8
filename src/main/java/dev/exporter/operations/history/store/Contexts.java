package dev.exporter.operations.history.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Execution contexts, taken apart without Spring Batch: a serialized map in Base64. Only the classes that the job puts into
 * them are let through.
 */
public final class Contexts {
    private static final String JOB =
            "SELECT SHORT_CONTEXT, SERIALIZED_CONTEXT FROM BATCH_JOB_EXECUTION_CONTEXT" + " WHERE JOB_EXECUTION_ID = ?";
    private static final String STEP = "SELECT SHORT_CONTEXT, SERIALIZED_CONTEXT FROM BATCH_STEP_EXECUTION_CONTEXT"
            + " WHERE STEP_EXECUTION_ID = ?";
    private static final ObjectInputFilter FILTER =
            ObjectInputFilter.Config.createFilter("java.util.*;java.lang.*;java.lang.Object;!*");

    private Contexts() {}

    /** The texts in a job execution's context; empty where there are none. */
    public static Map<String, String> ofJob(Connection connection, long execution) throws SQLException {
        return read(connection, JOB, execution);
    }

    /** The texts in a step execution's context; empty where there are none. */
    public static Map<String, String> ofStep(Connection connection, long stepExecution) throws SQLException {
        return read(connection, STEP, stepExecution);
    }

    private static Map<String, String> read(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Map.of();
                }
                // The first is cut where the second is there.
                @Nullable String whole = row.getString(2);
                return texts(whole == null || whole.isEmpty() ? row.getString(1) : whole);
            }
        }
    }

    private static Map<String, String> texts(String context) {
        byte[] bytes = Base64.getDecoder().decode(context.strip().getBytes(StandardCharsets.US_ASCII));
        Map<String, String> texts = new HashMap<>();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(FILTER);
            if (in.readObject() instanceof Map<?, ?> map) {
                map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
            }
        } catch (IOException | ClassNotFoundException | IllegalArgumentException e) {
            return Map.of(); // another program's
        }
        return texts;
    }
}
