package dev.exporter.verify.origin;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.Verification;
import dev.exporter.source.SourceDatabases;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.verify.row.CanonicalRow.TextSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** The source's databases, and what is to be asked of them for each table. Thread-safe. */
public final class Origin implements AutoCloseable {
    private final SourceDatabases databases;
    private final List<TableRows> tables;

    private Origin(SourceDatabases databases, List<TableRows> tables) {
        this.databases = databases;
        this.tables = List.copyOf(tables);
    }

    /** The rows that one database has of a table. */
    record TableRows(String table, String database, SourceQuery query, TextSource texts) {}

    /**
     * Opens the databases.
     *
     * @param options the values of the dataset's options, as the tables were made with
     * @param paths the file of each database, by its name in the dataset
     * @throws ExporterException refused, if one cannot be read or lacks a table, or if the dataset does not say what the
     *     source has of its tables
     */
    public static Origin open(
            Dataset dataset, Map<String, String> options, Map<String, Path> paths, Duration busyTimeout) {
        if (dataset.verification().rows().isEmpty()) {
            throw ExporterException.refused(
                    "dataset-without-verification",
                    "the dataset " + dataset.name() + " does not say what its source has of each table",
                    dataset.origin(),
                    "Give its key 'verification' rows, or verify with --offline");
        }
        SourceDatabases databases = SourceDatabases.open(dataset, options, paths, busyTimeout, Reader.JDBC);
        try {
            databases.check();
            return new Origin(databases, tables(dataset, options, databases));
        } catch (RuntimeException e) {
            try (databases) {
                throw e;
            }
        }
    }

    private static List<TableRows> tables(Dataset dataset, Map<String, String> options, SourceDatabases databases) {
        List<TableRows> tables = new ArrayList<>();
        try (SourceSnapshot snapshot = databases.pin()) {
            for (Verification.SourceRows rows : dataset.verification().rows()) {
                if (rows.isIncluded(options)) {
                    tables.add(
                            snapshot.ask(rows.database(), statements -> tableRows(dataset, options, rows, statements)));
                }
            }
        }
        return tables;
    }

    private static TableRows tableRows(
            Dataset dataset,
            Map<String, String> options,
            Verification.SourceRows rows,
            SourceSnapshot.Statements statements)
            throws SQLException {
        Map<String, Set<String>> columns = new HashMap<>();
        for (SourceTable source : dataset.sources()) {
            if (source.database().equals(rows.database()) && dataset.reads(source, options)) {
                columns.put(source.name(), columns(source.table(), statements));
            }
        }
        return new TableRows(rows.table(), rows.database(), SourceQuery.of(dataset, rows, columns), texts(statements));
    }

    private static Set<String> columns(String table, SourceSnapshot.Statements statements) throws SQLException {
        try (PreparedStatement statement = statements.prepare("SELECT name FROM pragma_table_xinfo(?)")) {
            statement.setString(1, table);
            Set<String> names = new HashSet<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                names.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
            return names;
        }
    }

    /** A database in UTF-8 has text in the bytes that are wanted; one in UTF-16 is asked to convert it. */
    private static TextSource texts(SourceSnapshot.Statements statements) throws SQLException {
        try (PreparedStatement statement = statements.prepare("PRAGMA encoding");
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getString(1).equals("UTF-8")) {
                return ResultSet::getBytes;
            }
            return (rows, position) -> {
                String text = rows.getString(position);
                return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
            };
        }
    }

    /**
     * Pins the databases, in the dataset's order.
     *
     * @param read hears how many rows more were read
     */
    public PinnedOrigin pin(LongConsumer read) {
        return new PinnedOrigin(databases.pin(), tables, read);
    }

    @Override
    public void close() {
        databases.close();
    }
}
