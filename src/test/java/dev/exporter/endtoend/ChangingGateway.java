package dev.exporter.endtoend;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A gateway at work, twice: both copies get the same rows, but only one of them forgets any. What the tables must hold
 * after an export is what the other one has. For one thread.
 */
final class ChangingGateway {
    private final SourceGateway live;
    private final SourceGateway whole;
    private final Random random;
    private final long first;
    private final Map<String, List<String>> columns = new HashMap<>();
    private long newest;
    private int made;

    private ChangingGateway(SourceGateway live, SourceGateway whole, Random random, long first, long newest) {
        this.live = live;
        this.whole = whole;
        this.random = random;
        this.first = first;
        this.newest = newest;
    }

    static ChangingGateway of(Path directory, long first, int blocks, int transactions, long seed) throws Exception {
        SourceGateway.demo(directory.resolve("whole"), first, blocks, transactions, seed)
                .copiedTo(directory.resolve("live"));
        return at(directory, first, blocks, seed);
    }

    /** One that was made so, before it changed anything. */
    static ChangingGateway at(Path directory, long first, int blocks, long seed) {
        SourceGateway whole = SourceGateway.at(directory.resolve("whole"));
        SourceGateway live = SourceGateway.at(directory.resolve("live"));
        return new ChangingGateway(live, whole, new Random(seed), first, first + blocks - 1);
    }

    /** The one that is exported. */
    SourceGateway live() {
        return live;
    }

    /** The newest height that both databases have reached. */
    long stable() throws SQLException {
        return Math.min(newest, Long.parseLong(live.text("bundles", "SELECT max(height) FROM stable_data_items")));
    }

    /** Requires that the tables hold every row there ever was, once and as it is now. */
    void requireSameIn(ExportedTables tables) throws Exception {
        requireSameIn(tables, stable());
    }

    /** As {@link #requireSameIn(ExportedTables)}, of the rows up to a height. */
    void requireSameIn(ExportedTables tables, long last) throws Exception {
        tables.requireRowsOf(whole, first, last);
    }

    /** A new block with transactions and items. */
    void addBlock() throws SQLException {
        change(
                "core",
                copy(
                        "core",
                        "stable_blocks",
                        "height = " + newest,
                        Map.of(
                                "height", "height + 1",
                                "indep_hash", newId(48),
                                "previous_block", "indep_hash")));
        newest++;
        for (int i = random.nextInt(3); i > 0; i--) {
            addTransaction(newest);
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            addItem(newest);
        }
    }

    /** A transaction of layer 1 that was found late. */
    void addLateTransaction() throws SQLException {
        addTransaction(oldHeight());
    }

    /** An item that was found late; it says that it came now. */
    void addLateItem() throws SQLException {
        addItem(oldHeight());
    }

    private long oldHeight() {
        return first + random.nextInt((int) (newest - first + 1));
    }

    private void addTransaction(long height) throws SQLException {
        String template = randomId("core", "stable_transactions");
        String id = newId(32);
        String index = Integer.toString(5_000 + made);
        // With its tags at once, as the gateway does.
        change(
                "core",
                copy(
                        "core",
                        "stable_transactions",
                        "id = " + template,
                        Map.of(
                                "id",
                                id,
                                "height",
                                Long.toString(height),
                                "block_transaction_index",
                                index,
                                "offset",
                                "NULL")),
                copy(
                        "core",
                        "stable_transaction_tags",
                        "transaction_id = " + template,
                        Map.of(
                                "transaction_id", id,
                                "height", Long.toString(height),
                                "block_transaction_index", index)));
    }

    /** An item of a block, which says that it came now. */
    void addItem(long height) throws SQLException {
        String template = randomId("bundles", "stable_data_items");
        String id = newId(32);
        change(
                "bundles",
                copy(
                        "bundles",
                        "stable_data_items",
                        "id = " + template,
                        Map.of(
                                "id",
                                id,
                                "height",
                                Long.toString(height),
                                "indexed_at",
                                Long.toString(Instant.now().getEpochSecond()),
                                "offset",
                                "NULL")),
                copy(
                        "bundles",
                        "stable_data_item_tags",
                        "data_item_id = " + template,
                        Map.of("data_item_id", id, "height", Long.toString(height))));
    }

    /** Fills in the offset of an item that came some cycles ago, as the gateway does once it knows. */
    void fillOffsetOfAnItem() throws SQLException {
        change(
                "bundles",
                "UPDATE stable_data_items SET offset = " + made++ + " WHERE id = (SELECT id FROM"
                        + " stable_data_items WHERE offset IS NULL AND indexed_at > strftime('%s', 'now') - 86400"
                        + " ORDER BY indexed_at DESC, id LIMIT 1)");
    }

    /** Fills in the offset of a transaction of layer 1; nothing tells of it. */
    void fillOffsetOfATransaction() throws SQLException {
        String id = randomId("core", "stable_transactions");
        change("core", "UPDATE stable_transactions SET offset = " + made++ + " WHERE id = " + id);
    }

    /** Forgets the items that came first, in one of the copies. */
    int prune(int items) throws SQLException {
        String oldest = "(SELECT id FROM stable_data_items ORDER BY indexed_at, id LIMIT " + items + ")";
        return live.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_id IN " + oldest,
                "DELETE FROM stable_data_items WHERE id IN " + oldest);
    }

    /** Replaces a block by another one without transactions. */
    void reorganise(long height) throws SQLException {
        String hash = newId(48);
        change(
                "core",
                "DELETE FROM stable_transaction_tags WHERE transaction_id IN (SELECT id FROM stable_transactions WHERE"
                        + " height = " + height + ")",
                "DELETE FROM stable_transactions WHERE height = " + height,
                "UPDATE stable_blocks SET indep_hash = " + hash + " WHERE height = " + height,
                "UPDATE stable_blocks SET previous_block = " + hash + " WHERE height = " + (height + 1));
        change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_id IN (SELECT id FROM stable_data_items WHERE"
                        + " height = " + height + ")",
                "DELETE FROM stable_data_items WHERE height = " + height);
    }

    /** A height with transactions of layer 1, which the height above shares a partition with. */
    long heightWithRows() throws SQLException {
        return Long.parseLong(live.text(
                "core",
                "SELECT height FROM stable_transactions WHERE height < " + (newest - 1)
                        + " AND height % 100 < 90 ORDER BY id LIMIT 1 OFFSET 7"));
    }

    void change(String database, String... statements) throws SQLException {
        whole.change(database, statements);
        live.change(database, statements);
    }

    /** The statement that inserts copies of rows with other values, SQL expressions, in some columns. */
    private String copy(String database, String table, String condition, Map<String, String> values)
            throws SQLException {
        List<String> names = columns(database, table);
        String into = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        String select = names.stream()
                .map(name -> values.getOrDefault(name, '"' + name + '"'))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + into + ") SELECT " + select + " FROM " + table + " WHERE " + condition;
    }

    private List<String> columns(String database, String table) throws SQLException {
        List<String> known = columns.get(table);
        if (known == null) {
            known = new ArrayList<>(Arrays.asList(
                    live.text(database, "SELECT group_concat(name) FROM pragma_table_info('" + table + "')")
                            .split(",", -1)));
            columns.put(table, known);
        }
        return known;
    }

    /** Of a row that both copies have. */
    private String randomId(String database, String table) throws SQLException {
        int rows = Integer.parseInt(live.text(database, "SELECT count(*) FROM " + table));
        return "x'"
                + live.text(
                        database,
                        "SELECT hex(id) FROM " + table + " ORDER BY id LIMIT 1 OFFSET " + random.nextInt(rows))
                + "'";
    }

    private String newId(int bytes) {
        return "x'" + String.format("%0" + 2 * bytes + "x", 0xfeed_0000_0000L + made++) + "'";
    }
}
