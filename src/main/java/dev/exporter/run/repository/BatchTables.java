package dev.exporter.run.repository;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Spring Batch's tables in a job repository, looked for by SQL alone. */
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
}
