package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The two databases of a gateway in a directory, made for a test. */
final class GatewayFixture {
    static final Dataset DATASET = DatasetReader.read("ario");
    static final Map<String, String> EVERYTHING =
            Map.of("includeL1Transactions", "true", "includeL1Tags", "true", "signature", "true");
    static final Map<String, String> ITEMS_ONLY = Map.of();

    private final Path directory;

    private GatewayFixture(Path directory) {
        this.directory = directory;
    }

    /** Databases that are there already. */
    static GatewayFixture at(Path directory) {
        return new GatewayFixture(directory);
    }

    /** Databases with a gateway's tables, without rows. */
    static GatewayFixture empty(Path directory) {
        GatewayFixture fixture = new GatewayFixture(directory);
        for (String database : new String[] {"core", "bundles"}) {
            fixture.change(database, resource("/gateway/" + database + ".sql"));
        }
        return fixture;
    }

    /** Copies of the real pair. */
    static GatewayFixture real(Path directory) {
        GatewayFixture fixture = new GatewayFixture(directory);
        for (String database : new String[] {"core", "bundles"}) {
            try (InputStream in = stream("/arweave/" + database + ".db")) {
                Files.copy(in, fixture.file(database));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return fixture;
    }

    static String resource(String name) {
        try (InputStream in = stream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String database) {
        return directory.resolve(database + ".db");
    }

    Map<String, Path> paths() {
        return Map.of("core", file("core"), "bundles", file("bundles"));
    }

    SourceDatabases open(Map<String, String> options, Reader reader) {
        return SourceDatabases.open(DATASET, options, paths(), Duration.ofSeconds(5), reader);
    }

    SourceDatabases open(Map<String, String> options) {
        return open(options, Reader.AUTO);
    }

    /** A writer's connection, as a gateway has it. */
    Connection writer(String database) {
        try {
            return DriverManager.getConnection("jdbc:sqlite:" + file(database));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Executes statements that are separated by semicolons. */
    void change(String database, String statements) {
        try (Connection connection = writer(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a block with the given height. */
    void block(long height) {
        change(
                "core",
                "INSERT INTO stable_blocks (height, nonce, hash, block_timestamp, diff, last_retarget, reward_pool,"
                        + " block_size, weave_size, tx_count, missing_tx_count)"
                        + " VALUES (" + height + ", x'01', x'02', 3, '4', 5, '6', 7, 8, 0, 0)");
    }

    /** Adds a layer-1 transaction; its id is one byte. */
    void transaction(int id, long height) {
        change(
                "core",
                String.format(
                        "INSERT INTO stable_transactions (id, height, block_transaction_index, format, last_tx,"
                                + " owner_address, quantity, reward, tag_count)"
                                + " VALUES (x'%02x', %d, 0, 2, x'', x'aa', '0', '1', 0)",
                        id, height));
    }

    /** Adds a data item with {@code tags} tags; its id is two bytes. */
    static void item(Connection bundles, int id, long height, int tags) throws SQLException {
        byte[] bytes = {(byte) (id >> 8), (byte) id};
        try (PreparedStatement item = bundles.prepareStatement(
                        "INSERT INTO stable_data_items (id, parent_id, root_transaction_id, height,"
                                + " block_transaction_index, anchor, owner_address, data_offset, data_size, tag_count,"
                                + " indexed_at) VALUES (?, x'', x'', ?, 0, x'', x'bb', 0, 0, ?, 0)");
                PreparedStatement tag = bundles.prepareStatement(
                        "INSERT INTO stable_data_item_tags VALUES (x'01', x'02', ?, 0, ?, ?, x'', x'')")) {
            item.setBytes(1, bytes);
            item.setLong(2, height);
            item.setInt(3, tags);
            item.executeUpdate();
            for (int index = 0; index < tags; index++) {
                // The tag's own height is wrong on purpose: its row's counts.
                tag.setLong(1, height + 1000);
                tag.setInt(2, index);
                tag.setBytes(3, bytes);
                tag.executeUpdate();
            }
        }
    }

    private static InputStream stream(String name) {
        return Objects.requireNonNull(GatewayFixture.class.getResourceAsStream(name), name);
    }
}
