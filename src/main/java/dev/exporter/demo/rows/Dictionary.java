package dev.exporter.demo.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/** A table of entries by their hashes: {@code tag_names} or {@code tag_values}. Not thread-safe. */
final class Dictionary implements AutoCloseable {
    private final Insert insert;
    private final BitSet held = new BitSet();

    Dictionary(Connection connection, String table, String column) throws SQLException {
        insert = Insert.orIgnore(connection, table, List.of("hash", column));
    }

    /** Writes the entry unless the table holds it, or is not to hold it. */
    void add(Entry entry) throws SQLException {
        if (entry.number() == Entry.ABSENT || (entry.number() >= 0 && held.get(entry.number()))) {
            return;
        }
        insert.add(entry.hash(), entry.bytes());
        if (entry.number() >= 0) {
            held.set(entry.number());
        }
    }

    void flush() throws SQLException {
        insert.flush();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
