package dev.exporter.demo;

import dev.exporter.demo.DemoGateway.Variation;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * One of the gateway's databases while it is made. It lies beside its place under another name until it is complete.
 *
 * @param path the place where it shall stand
 * @param name {@code core} or {@code bundles}
 */
record DatabaseFile(Path path, String name) implements AutoCloseable {
    /** Marks a database as made here: "demo" in ASCII, in the header field that SQLite keeps for the purpose. */
    private static final int APPLICATION_ID = 0x64656D6F;

    private static final int CACHE_KIB = 131_072;

    /**
     * Checks that nothing of value is overwritten.
     *
     * @throws ExporterException refused, if a database of another make or one in use stands in the place
     */
    void check() {
        if (Files.exists(sibling("-wal")) || Files.exists(sibling("-shm"))) {
            throw ExporterException.refused(
                    "demo-database-in-use",
                    "the database is open elsewhere, or was not closed",
                    path.toString(),
                    "Close what uses it, or choose another directory");
        }
        if (Files.exists(path) && !isDemo()) {
            throw ExporterException.refused(
                    "demo-directory-taken",
                    "a file stands here that is not a database of the demo, and is left alone",
                    path.toString(),
                    "Choose another directory");
        }
    }

    /** Makes the database from its schema and the rows of {@code filling}, under its temporary name. */
    DatabaseFile make(Filling filling, Set<Variation> variations)
            throws SQLException, IOException, InterruptedException {
        Files.deleteIfExists(making());
        try (Connection connection = open(making());
                Statement statement = connection.createStatement()) {
            // nothing is lost that could not be made again: no journal, no syncs, one transaction
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            connection.setAutoCommit(false);
            statement.executeUpdate(resource(name + ".sql"));
            filling.fill(connection);
            statement.executeUpdate(resource(name + "_indexes.sql"));
            if (variations.contains(Variation.OLDER_SCHEMA)) {
                statement.executeUpdate(resource(name + "_older.sql"));
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
        try (Connection connection = open(making());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
        return this;
    }

    /** Moves the complete database to its place. */
    void publish() throws IOException {
        Files.move(making(), path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what {@link #make} has left unpublished, if anything. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(making());
    }

    private boolean isDemo() {
        // immutable: without locks and without the -shm file that a reader of a WAL database would make
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path.toUri() + "?immutable=1");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA application_id")) {
            return row.next() && row.getInt(1) == APPLICATION_ID;
        } catch (SQLException e) {
            return false; // no database at all, so not one of ours
        }
    }

    private Path making() {
        return sibling(".making");
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
    }

    private static String resource(String file) throws IOException {
        try (InputStream sql = DatabaseFile.class.getResourceAsStream("/demo/" + file)) {
            if (sql == null) {
                throw new IllegalStateException("the jar lacks demo/" + file);
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
