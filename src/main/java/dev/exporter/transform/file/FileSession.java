package dev.exporter.transform.file;

import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.LongestRow;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.ParquetSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.duckdb.DuckDBConnection;

/** Reads data files. For one thread at a time. */
public final class FileSession implements AutoCloseable {
    private final DuckDBConnection connection;
    private final BufferAllocator allocator;

    FileSession(DuckDBConnection connection, BufferAllocator allocator) {
        this.connection = connection;
        this.allocator = allocator;
    }

    /** For queries; its results are streamed. */
    public Connection connection() {
        return connection;
    }

    /** What stands behind FROM for the rows of files by a table's columns, in the files' order; at least one file. */
    public static String rowsOf(TableSpec table, List<Path> files) {
        return ParquetSql.read(table, files);
    }

    /**
     * Reads every row of files once.
     *
     * @param longest of the rows, by which the size of batches is chosen
     * @throws dev.exporter.plan.ExporterException failed, where a file cannot be read
     */
    public RowDigest.Result digest(TableSpec table, List<Path> files, LongestRow longest) {
        return RowDigest.of(connection, allocator, table, " FROM " + rowsOf(table, files), longest);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Failure.of(e, "the end of a session");
        }
    }
}
