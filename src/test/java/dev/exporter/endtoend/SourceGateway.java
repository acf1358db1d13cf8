package dev.exporter.endtoend;

import dev.exporter.demo.DemoGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A gateway's two databases, read by SQLite alone: what the tables must hold, by a way that shares no code. */
final class SourceGateway {
    private static final Path SQL = Path.of("interop", "source");

    private final Path directory;

    private SourceGateway(Path directory) {
        this.directory = directory;
    }

    /** A made gateway. */
    static SourceGateway demo(Path directory, long firstHeight, int blocks, int transactions, long seed) {
        DemoGateway.create(
                directory,
                new DemoGateway.Settings(firstHeight, blocks, transactions, seed, Set.of()),
                (made, of) -> {});
        return new SourceGateway(directory);
    }

    /** The gateway in a directory. */
    static SourceGateway at(Path directory) {
        return new SourceGateway(directory);
    }

    /** A copy of the real pair: a reader of SQLite may write beside it. */
    static SourceGateway real(Path directory) throws IOException {
        return copy(Path.of("src", "test", "resources", "arweave"), directory);
    }

    /** A copy of this gateway, for a test that changes it. */
    SourceGateway copiedTo(Path other) throws IOException {
        return copy(directory, other);
    }

    private static SourceGateway copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : new String[] {"core.db", "bundles.db"}) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
        return new SourceGateway(to);
    }

    /** The file of {@code core} or {@code bundles}. */
    Path file(String database) {
        return directory.resolve(database + ".db");
    }

    /** The options that name the databases and ask for all of their rows. */
    List<String> options() {
        return List.of(
                "--includeL1Transactions",
                "--includeL1Tags",
                "--coreDb",
                directory.resolve("core.db").toString(),
                "--bundlesDb",
                directory.resolve("bundles.db").toString());
    }

    /** The two databases. */
    List<String> files() {
        return List.of(
                directory.resolve("core.db").toString(),
                directory.resolve("bundles.db").toString());
    }

    /** Changes a database as a gateway would; returns the number of rows that the last statement changed. */
    int change(String database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(database + ".db"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            int changed = 0;
            for (String sql : statements) {
                changed = statement.executeUpdate(sql);
            }
            connection.commit();
            return changed;
        }
    }

    /** The first column of a query's only row. */
    String text(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(database + ".db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** All rows of an output table between two heights, both included, as {@link RowTexts} writes them. */
    List<String> rows(String table, long first, long last) throws IOException, SQLException {
        return rows(table, first, last, true);
    }

    /** As {@link #rows(String, long, long)}, without those of layer 1. */
    List<String> rowsOfDataItems(String table, long first, long last) throws IOException, SQLException {
        return rows(table, first, last, false);
    }

    private List<String> rows(String table, long first, long last, boolean withLayer1)
            throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            for (String database : new String[] {"core", "bundles"}) {
                try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS " + database)) {
                    attach.setString(1, directory.resolve(database + ".db").toString());
                    attach.execute();
                }
            }
            String sql = Files.readString(SQL.resolve(table + ".sql"));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, first);
                statement.setLong(2, last);
                if (statement.getParameterMetaData().getParameterCount() > 2) {
                    statement.setBoolean(3, withLayer1);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    List<String> texts = new ArrayList<>(RowTexts.of(rows));
                    texts.sort(null);
                    return texts;
                }
            }
        }
    }
}
