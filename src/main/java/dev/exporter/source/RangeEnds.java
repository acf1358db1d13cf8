package dev.exporter.source;

import static dev.exporter.source.sqlite.Identifiers.quoted;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.StorageClass;
import dev.exporter.source.value.ShownValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * The lowest and highest range key of a table. SQLite orders NULL before numbers and numbers before text and BLOBs, so
 * keys that are none of a whole range's, and that no range would ever find, stand at the ends.
 */
final class RangeEnds {
    private final ReadTransaction transaction;
    private final SourceTable table;
    private final SourceTable.ByRange by;

    RangeEnds(ReadTransaction transaction, SourceTable table, SourceTable.ByRange by) {
        this.transaction = transaction;
        this.table = table;
        this.by = by;
    }

    /**
     * The lowest key; empty if there are no rows.
     *
     * @throws ExporterException refused, if it is not an integer
     */
    OptionalLong first() {
        return end("ASC");
    }

    /** The highest key; as {@link #first()}. */
    OptionalLong last() {
        return end("DESC");
    }

    /**
     * Finds rows that have no name.
     *
     * @throws ExporterException refused, if there is one
     */
    void checkKeys() {
        String sql = "SELECT t." + quoted(by.column()) + " FROM " + quoted(table.table()) + " t WHERE t."
                + quoted(by.key()) + " IS NULL LIMIT 1";
        try (var statement = transaction.prepare(sql)) {
            ResultSet row = statement.executeQuery();
            if (row.next()) {
                String at = by.column() + " " + ShownValue.key(row.getObject(1));
                throw refused("key-missing", by.key(), at, "holds NULL, which names no row,");
            }
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.REFUSED, e);
        }
    }

    private OptionalLong end(String direction) {
        String column = "t." + quoted(by.column());
        String sql = "SELECT " + column + ", t." + quoted(by.key()) + " FROM " + quoted(table.table()) + " t ORDER BY "
                + column + " " + direction + " LIMIT 1";
        try (var statement = transaction.prepare(sql)) {
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                return OptionalLong.empty();
            }
            Object value = row.getObject(1);
            if (value == null || !StorageClass.INTEGER.holds(value)) {
                String at = by.key() + " " + ShownValue.key(row.getObject(2));
                throw refused("range-key-not-integer", by.column(), at, "holds " + ShownValue.of(value));
            }
            return OptionalLong.of(row.getLong(1));
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.REFUSED, e);
        }
    }

    private ExporterException refused(String code, String column, String row, String what) {
        return ExporterException.refused(
                code,
                "column " + column + " of table " + table.table() + " " + what + " in the row with " + row
                        + ", so that no range would find it",
                transaction.database().where() + ", table " + table.table() + ", column " + column,
                "Correct or delete the row in the source");
    }
}
