package dev.exporter.run.repository;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Makes Spring Batch's tables by its own script. SQLite and Postgres make all of them or none. H2 ends a transaction with
 * each statement that makes something, so that a process that dies meanwhile leaves some of them; the next one makes the
 * rest.
 */
final class SchemaScript {
    private SchemaScript() {}

    /** Makes those that are missing. */
    static void run(DataSource dataSource, JobStoreAddress.Kind kind) throws SQLException {
        if (isDone(dataSource, kind)) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                execute(connection, kind);
                connection.commit();
            } catch (RuntimeException e) {
                connection.rollback();
                // Another process may have made them in the meantime.
                if (!isDone(dataSource, kind)) {
                    throw e;
                }
            }
        }
    }

    private static void execute(Connection connection, JobStoreAddress.Kind kind) throws SQLException {
        EncodedResource script = new EncodedResource(new ClassPathResource(kind.schema()));
        boolean mayBeThere = kind == JobStoreAddress.Kind.H2;
        ScriptUtils.executeSqlScript(
                connection,
                script,
                mayBeThere,
                false,
                ScriptUtils.DEFAULT_COMMENT_PREFIX,
                ScriptUtils.DEFAULT_STATEMENT_SEPARATOR,
                ScriptUtils.DEFAULT_BLOCK_COMMENT_START_DELIMITER,
                ScriptUtils.DEFAULT_BLOCK_COMMENT_END_DELIMITER);
        if (!BatchTables.exist(connection, kind)) {
            throw new SQLException("the tables of the job repository could not be made");
        }
    }

    private static boolean isDone(DataSource dataSource, JobStoreAddress.Kind kind) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return BatchTables.exist(connection, kind);
        }
    }
}
