package dev.exporter.demo.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes the tags of one database with the names and values that they refer to. Not thread-safe. */
public final class TagRows implements AutoCloseable {
    private static final List<String> TRANSACTION_TAG = List.of(
            "tag_name_hash",
            "tag_value_hash",
            "height",
            "block_transaction_index",
            "transaction_tag_index",
            "transaction_id");
    private static final List<String> ITEM_TAG = List.of(
            "tag_name_hash",
            "tag_value_hash",
            "height",
            "block_transaction_index",
            "data_item_tag_index",
            "data_item_id",
            "parent_id",
            "root_transaction_id");

    private final Insert rows;
    private final Dictionary names;
    private final Dictionary values;

    private TagRows(Connection connection, String table, List<String> columns) throws SQLException {
        rows = Insert.into(connection, table, columns);
        names = new Dictionary(connection, "tag_names", "name");
        values = new Dictionary(connection, "tag_values", "value");
    }

    public static TagRows ofTransactions(Connection connection) throws SQLException {
        return new TagRows(connection, "stable_transaction_tags", TRANSACTION_TAG);
    }

    public static TagRows ofItems(Connection connection) throws SQLException {
        return new TagRows(connection, "stable_data_item_tags", ITEM_TAG);
    }

    /** Writes a transaction's tags. */
    public void add(List<Tag> tags, long height, int blockIndex, byte[] id) throws SQLException {
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = hold(tags.get(i));
            rows.add(tag.name().hash(), tag.value().hash(), height + tag.heightOffset(), blockIndex, i, id);
        }
    }

    /** Writes a data item's tags. */
    public void add(List<Tag> tags, long height, int blockIndex, byte[] id, byte[] parent, byte[] root)
            throws SQLException {
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = hold(tags.get(i));
            rows.add(
                    tag.name().hash(),
                    tag.value().hash(),
                    height + tag.heightOffset(),
                    blockIndex,
                    i,
                    id,
                    parent,
                    root);
        }
    }

    public void flush() throws SQLException {
        names.flush();
        values.flush();
        rows.flush();
    }

    @Override
    public void close() throws SQLException {
        try (rows;
                names) {
            values.close();
        }
    }

    private Tag hold(Tag tag) throws SQLException {
        names.add(tag.name());
        values.add(tag.value());
        return tag;
    }
}
