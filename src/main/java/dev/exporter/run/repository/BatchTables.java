package dev.exporter.run.repository;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Spring Batch's tables in a job repository. SQLite and Postgres make all of them or none. H2 ends a transaction with each
 * statement that makes something, so that a process that dies meanwhile leaves some of them; the next one makes the rest.
 */
final class BatchTables {
    /** What the script for H2 makes last. */
    private static final String LAST_OF_H2 =
            "SELECT 1 FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_NAME = 'BATCH_JOB_INSTANCE_SEQ'";

    private BatchTables() {}

    /** Whether all of them are there. */
    static boolean exist(Connection connection, JobStoreAddress.Kind kind) throws SQLException {
        if (kind == JobStoreAddress.Kind.H2) {
            try (Statement statement = connection.createStatement();
                    ResultSet last = statement.executeQuery(LAST_OF_H2)) {
                return last.next();
            }
        }
        for (String name : new String[] {"BATCH_JOB_INSTANCE", "batch_job_instance"}) {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, name, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Makes those that are missing. */
    static void create(DataSource dataSource, JobStoreAddress.Kind kind) throws SQLException {
        if (exist(dataSource, kind)) {
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
                if (!exist(dataSource, kind)) {
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
        if (!exist(connection, kind)) {
            throw new SQLException("the tables of the job repository could not be made");
        }
    }

    private static boolean exist(DataSource dataSource, JobStoreAddress.Kind kind) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return exist(connection, kind);
        }
    }
}
