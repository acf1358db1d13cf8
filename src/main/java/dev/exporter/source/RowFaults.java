package dev.exporter.source;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.StorageClass;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.source.value.MisfitException;
import dev.exporter.source.value.ShownValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.memory.OutOfMemoryException;

/** Names rows and values that cannot be exported, so that the user can find them in the source. */
final class RowFaults {
    private final SqliteDatabase database;
    private final TableQuery query;

    RowFaults(SqliteDatabase database, TableQuery query) {
        this.database = database;
        this.query = query;
    }

    /**
     * Looks at the storage class of each value of a row. Where there turns out to be no fault, no text has been touched:
     * SQLite would from then on give it in UTF-8, whatever the database's encoding.
     *
     * @param odd as {@link TableQuery#odd} has it
     * @throws ExporterException failed, for the first that is not what its column demands; there may be none
     */
    void checkStorage(ResultSet row, StorageClass odd) throws SQLException {
        for (SourceTable.Column column : query.read()) {
            StorageClass demanded = StorageClass.of(column.type());
            if (demanded == StorageClass.TEXT && odd != StorageClass.TEXT) {
                continue;
            }
            Object value = row.getObject(query.position(column));
            if (!demanded.holds(value)) {
                String message = "holds " + ShownValue.of(value) + " where " + column.type() + " is required";
                throw misfit(row, new MisfitException(column.name(), message));
            }
        }
    }

    ExporterException misfit(ResultSet row, MisfitException e) throws SQLException {
        Problem problem = new Problem(
                SourceReader.MISFIT,
                "column " + e.column() + " of table " + query.table().table() + " " + e.getMessage(),
                database.where() + ", table " + query.table().table() + ", row " + key(row) + ", column " + e.column(),
                "Correct the row in the source; nothing of its partition is exported until then");
        return new ExporterException(ExitCode.FAILED, problem, e);
    }

    ExporterException unreadable(SQLException e) {
        return database.explained(ExitCode.FAILED, e);
    }

    ExporterException outOfMemory(OutOfMemoryException e) {
        return ExporterException.failed(
                "out-of-memory",
                "there is not enough memory for a batch of rows of table "
                        + query.table().table(),
                database.where(),
                "Lower --parallelism or raise --memoryLimit",
                e);
    }

    ExporterException unexpected(RuntimeException e) {
        return ExporterException.failed(
                "read-failed",
                "reading table " + query.table().table() + " failed: " + e,
                database.where(),
                "Report this as a fault of the program",
                e);
    }

    private String key(ResultSet row) throws SQLException {
        SourceTable.Access access = query.table().read();
        if (access instanceof SourceTable.ByParent by) {
            String parent = keyColumn(row, by.column());
            return query.rowidPosition() == 0 ? parent : parent + " (rowid " + row.getLong(query.rowidPosition()) + ")";
        }
        if (access instanceof SourceTable.ByRange by) {
            String key = keyColumn(row, by.key());
            return by.key().equals(by.column()) ? key : key + " (" + keyColumn(row, by.column()) + ")";
        }
        return keyColumn(row, ((SourceTable.ByKey) access).column());
    }

    private String keyColumn(ResultSet row, String name) throws SQLException {
        for (SourceTable.Column column : query.read()) {
            if (column.name().equals(name)) {
                return name + "=" + ShownValue.key(row.getObject(query.position(column)));
            }
        }
        return name + " unknown";
    }
}
