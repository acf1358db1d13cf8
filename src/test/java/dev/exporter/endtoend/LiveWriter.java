package dev.exporter.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway at work: one transaction after the other, first on core.db, then on bundles.db, each at once or not at all,
 * since it does not wait for locks. For one thread.
 */
final class LiveWriter implements AutoCloseable {
    /** A page of a made gateway, and its header in the log (sqlite.org/fileformat2.html, 4.1). */
    static final long FRAME_BYTES = 4096 + 24;

    private final List<Path> files;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    /** In no transaction, so that it can ask how long the log of bundles.db is. */
    private final Connection observer;

    private long frames;
    private long mostLogBytes;
    private int rows;

    /** Bytes that were added to the log of bundles.db, and when. */
    private record Written(long begin, long end, long bytes) {}

    /** @param checkpointPages of a log after which it is moved into the database, as far as readers let it */
    LiveWriter(Path core, Path bundles, int checkpointPages) throws SQLException {
        this.files = List.of(core, bundles);
        for (Path file : files) {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            connections.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 0");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA wal_autocheckpoint = " + checkpointPages);
            }
            connection.setAutoCommit(false);
        }
        this.observer = DriverManager.getConnection("jdbc:sqlite:" + bundles);
        this.frames = framesInLog();
    }

    /** A new block, with three data items of two tags each. */
    void addBlock(long height) throws SQLException {
        long began = System.nanoTime();
        Connection core = connections.get(0);
        change(
                core,
                "INSERT INTO stable_blocks (height, indep_hash, previous_block, nonce, hash, block_timestamp, diff,"
                        + " last_retarget, reward_pool, block_size, weave_size, tx_count, missing_tx_count)"
                        + " SELECT " + height
                        + ", randomblob(48), (SELECT indep_hash FROM stable_blocks WHERE height = "
                        + (height - 1) + "), x'00', randomblob(48), " + height + ", '1', 1, '1', 1, 1, 1, 0");
        core.commit();
        Connection bundles = connections.get(1);
        for (int item = 0; item < 3; item++) {
            insertItem(bundles, height);
        }
        bundles.commit();
        nanos.add(System.nanoTime() - began);
        noteWritten(began);
        measureLogs();
    }

    /** An item that is found late, with its tags. */
    void addLateItem(long height) throws SQLException {
        insertItem(connections.get(1), height);
        connections.get(1).commit();
        measureLogs();
    }

    /** Forgets an item, with its tags. */
    void pruneItem(long height) throws SQLException {
        Connection bundles = connections.get(1);
        String id = "(SELECT min(id) FROM stable_data_items WHERE height = " + height + ")";
        change(bundles, "DELETE FROM stable_data_item_tags WHERE data_item_id = " + id);
        change(bundles, "DELETE FROM stable_data_items WHERE id = " + id);
        bundles.commit();
    }

    private void insertItem(Connection bundles, long height) throws SQLException {
        String id = "x'" + String.format("%064x", 0xfeed_0000_0000L + rows++) + "'";
        change(
                bundles,
                "INSERT INTO stable_data_items (id, parent_id, root_transaction_id, height, block_transaction_index,"
                        + " anchor, owner_address, data_offset, data_size, tag_count, indexed_at) VALUES (" + id
                        + ", x'01', x'02', " + height + ", 0, x'', x'03', 0, 0, 2, 1)");
        change(
                bundles,
                "INSERT INTO stable_data_item_tags (tag_name_hash, tag_value_hash, height, block_transaction_index,"
                        + " data_item_tag_index, data_item_id, parent_id, root_transaction_id)"
                        + " SELECT (SELECT min(hash) FROM tag_names), (SELECT min(hash) FROM tag_values), " + height
                        + ", 0, number, " + id + ", x'01', x'02' FROM (SELECT 0 AS number UNION ALL SELECT 1)");
    }

    private static void change(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private void noteWritten(long began) throws SQLException {
        long now = framesInLog();
        long added = now >= frames ? now - frames : now; // it has begun anew
        written.add(new Written(began, System.nanoTime(), added * FRAME_BYTES));
        frames = now;
    }

    private long framesInLog() throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
            row.next();
            return Math.max(0, row.getLong(2));
        }
    }

    /** The most that was added to the log of bundles.db within any span of time that is so long. */
    long mostWrittenWithin(Duration span) {
        long most = 0;
        long sum = 0;
        int first = 0;
        for (Written block : written) {
            sum += block.bytes();
            while (block.begin() - written.get(first).end() > span.toNanos()) {
                sum -= written.get(first++).bytes();
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    /** What was added to the log of bundles.db. */
    long writtenBytes() {
        return written.stream().mapToLong(Written::bytes).sum();
    }

    private void measureLogs() {
        try {
            for (Path file : files) {
                Path log = file.resolveSibling(file.getFileName() + "-wal");
                mostLogBytes = Math.max(mostLogBytes, Files.size(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the log of bundles.db began anew so far: the number in its header (sqlite.org/fileformat2.html, 4.1). */
    long logBeginnings() throws IOException {
        Path file = files.get(1);
        try (FileChannel log = FileChannel.open(file.resolveSibling(file.getFileName() + "-wal"))) {
            ByteBuffer number = ByteBuffer.allocate(4);
            log.read(number, 12);
            return Integer.toUnsignedLong(number.getInt(0));
        }
    }

    /** The largest that one of the logs was. */
    long mostLogBytes() {
        return mostLogBytes;
    }

    /** The time within which 99 of 100 blocks were written, in milliseconds. */
    double p99Millis() {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * 0.99))) / 1e6;
    }

    int blocks() {
        return nanos.size();
    }

    @Override
    public void close() throws SQLException {
        observer.close();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
