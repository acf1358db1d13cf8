package dev.exporter.source.sqlite;

import static dev.exporter.source.sqlite.Identifiers.quoted;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceTable;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that reads a source table. A result has first what {@link #odd} takes, about values that are not stored as their
 * columns' types demand, then the columns of {@link #read} in their order, then, for tables read by parent, the row's
 * number where it has one. Immutable.
 *
 * @param read the columns that exist and are switched on
 * @param from the FROM clause with the condition that selects the rows by index, its parameters open
 * @param rowid the row's number as an SQL expression; empty where rows have none
 */
public record TableQuery(SourceTable table, List<SourceTable.Column> read, String from, Optional<String> rowid) {
    private static final int ODD_POSITION = 1;
    /** Keys that are asked for at once. */
    public static final int KEYS_AT_ONCE = 64;

    private static final int FIRST_COLUMN_POSITION = 2;
    /** In the order in which they are asked: what is odd for sure first. */
    private static final List<StorageClass> CLASSES =
            List.of(StorageClass.TEXT, StorageClass.BLOB, StorageClass.INTEGER);

    public TableQuery {
        read = List.copyOf(read);
    }

    /** The query of {@code table} as {@code layout} and the options' values have it. */
    public static TableQuery of(Dataset dataset, SourceTable table, TableLayout layout, Map<String, String> options) {
        List<SourceTable.Column> read = table.columns().stream()
                .filter(column -> isOn(column, options) && layout.has(column.name()))
                .toList();
        return new TableQuery(table, read, from(dataset, table), layout.rowid().map(name -> "t." + name));
    }

    /** Whether a column is read at all under these values of the dataset's options. */
    public static boolean isOn(SourceTable.Column column, Map<String, String> options) {
        return column.option() == null || "true".equals(options.get(column.option()));
    }

    /** The position of a column in results; 0 if it is not read. */
    public int position(SourceTable.Column column) {
        int index = read.indexOf(column);
        return index < 0 ? 0 : FIRST_COLUMN_POSITION + index;
    }

    /** The position of the row's number in results; 0 if it is not read. */
    public int rowidPosition() {
        return namesRowid() ? FIRST_COLUMN_POSITION + read.size() : 0;
    }

    /** The rows that are found by index. */
    public String select() {
        return selected() + from;
    }

    /** The rows of a slice that belong to a range, found without an index; for {@link #bindScan}. */
    public String scan() {
        List<String> conditions = new ArrayList<>();
        if (table.read() instanceof SourceTable.ByRange by) {
            conditions.add(range("t." + quoted(by.column())));
        }
        rowid.ifPresent(number -> conditions.add(number + " BETWEEN ? AND ?"));
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return selected() + unindexed() + where;
    }

    /** Binds the parameters of {@link #scan}: rows whose numbers are from {@code first} to {@code last}. */
    public void bindScan(PreparedStatement statement, KeyRange range, long first, long last) throws SQLException {
        int parameter = 1;
        if (table.read() instanceof SourceTable.ByRange) {
            bind(statement, range);
            parameter = 3;
        }
        if (rowid.isPresent()) {
            statement.setLong(parameter, first);
            statement.setLong(parameter + 1, last);
        }
    }

    /** Whether the rows are found by keys, or by parents, that are text. */
    public boolean hasTextKey() {
        return table.read() instanceof SourceTable.ByKey key && isText(key.column())
                || table.read() instanceof SourceTable.ByParent parent && isText(parent.column());
    }

    private boolean isText(String column) {
        return StorageClass.of(table.column(column).type()) == StorageClass.TEXT;
    }

    /**
     * Binds a key by which rows are found.
     *
     * @param isText as by {@link #hasTextKey}: to SQLite no text equals a BLOB
     * @param key in UTF-8 where it is text
     */
    public static void bindKey(PreparedStatement statement, int parameter, boolean isText, byte @Nullable [] key)
            throws SQLException {
        if (isText && key != null) {
            statement.setString(parameter, new String(key, StandardCharsets.UTF_8));
        } else {
            statement.setBytes(parameter, key);
        }
    }

    /** How many rows there are by index, but not more than some. */
    String countUpTo(int most) {
        return "SELECT count(*) FROM (SELECT 1" + from + " LIMIT " + most + ")";
    }

    /** The first row from a number on: the number, the bytes of its values, its range key or NULL. */
    String rowFrom() {
        String bytes = read.stream()
                .map(column -> " + ifnull(octet_length(" + name(column) + "), 0)")
                .collect(Collectors.joining());
        String key = table.read() instanceof SourceTable.ByRange by ? "t." + quoted(by.column()) : "NULL";
        String number = rowid.orElseThrow();
        return "SELECT " + number + ", 0" + bytes + ", " + key + unindexed() + " WHERE " + number + " >= ? ORDER BY "
                + number + " LIMIT 1";
    }

    private String unindexed() {
        return " FROM " + quoted(table.table()) + " t NOT INDEXED";
    }

    String rowids() {
        String number = rowid.orElseThrow();
        String from = unindexed();
        // One subquery each: SQLite finds only a single min or max without reading all rows.
        return "SELECT (SELECT min(" + number + ")" + from + "), (SELECT max(" + number + ")" + from + ")";
    }

    private String selected() {
        List<String> expressions = new ArrayList<>();
        expressions.add(odd());
        read.forEach(column -> expressions.add(name(column)));
        if (namesRowid()) {
            expressions.add(rowid.orElseThrow());
        }
        return "SELECT " + String.join(", ", expressions);
    }

    /** Rows of other tables have keys of their own by which messages name them. */
    private boolean namesRowid() {
        return rowid.isPresent() && table.read() instanceof SourceTable.ByParent;
    }

    String exists() {
        return "SELECT EXISTS (SELECT 1" + from + ")";
    }

    String count() {
        return "SELECT count(*)" + from;
    }

    /** How many rows a range has, and a sum that differs where they are others; an index answers both. */
    String census() {
        // The low half of a number: a sum of whole ones could pass SQLite's largest integer, which is an error.
        String numbers = rowid.map(number -> "ifnull(sum(" + number + " & 4294967295), 0)")
                .orElse("0");
        return "SELECT count(*), " + numbers + from;
    }

    /** The column that tells when a row came, if the database has it. */
    Optional<String> arrival() {
        return table.read() instanceof SourceTable.ByRange by
                ? read.stream()
                        .map(SourceTable.Column::name)
                        .filter(name -> name.equals(by.arrival()))
                        .findFirst()
                : Optional.empty();
    }

    /**
     * The range keys of rows that came late, and when, ascending by that; for a time. Not for a range: SQLite would go by
     * the key's index, and sort all of its rows.
     */
    String arrivals() {
        SourceTable.ByRange by = (SourceTable.ByRange) table.read();
        String arrival = "t." + quoted(arrival().orElseThrow());
        return "SELECT t." + quoted(by.column()) + ", " + arrival + " FROM " + quoted(table.table()) + " t WHERE "
                + arrival + " >= ? ORDER BY " + arrival;
    }

    /** How many rows of a table that is read by parent one parent has. */
    String children() {
        SourceTable.ByParent by = (SourceTable.ByParent) table.read();
        return "SELECT count(*) FROM " + quoted(table.table()) + " t WHERE t." + quoted(by.column()) + " = ?";
    }

    /** The last row up to a number: the number, and what names the row or its parent. */
    String lastUpTo() {
        String number = rowid.orElseThrow();
        return "SELECT " + number + ", " + naming() + unindexed() + " WHERE " + number + " <= ? ORDER BY " + number
                + " DESC LIMIT 1";
    }

    /** What names the row with a number, or its parent. */
    String named() {
        return "SELECT " + naming() + unindexed() + " WHERE " + rowid.orElseThrow() + " = ?";
    }

    private String naming() {
        String column = table.read() instanceof SourceTable.ByRange by
                ? by.key()
                : table.read() instanceof SourceTable.ByParent parent
                        ? parent.column()
                        : ((SourceTable.ByKey) table.read()).column();
        return "CAST(t." + quoted(column) + " AS BLOB)";
    }

    /** Binds the parameters of a query that is not by key. */
    public static void bind(PreparedStatement statement, KeyRange range) throws SQLException {
        statement.setLong(1, range.first());
        if (range.last() == Long.MAX_VALUE) {
            statement.setDouble(2, 0x1p63);
        } else {
            statement.setLong(2, range.last() + 1);
        }
    }

    /**
     * The first class among whose columns a row has a value of another one; null where all are as they must be. TEXT and
     * BLOB for sure; INTEGER only where none of these has one, and perhaps without cause.
     */
    public static @Nullable StorageClass odd(ResultSet row) throws SQLException {
        int number = row.getInt(ODD_POSITION);
        return number == 0 ? null : CLASSES.get(number - 1);
    }

    private String odd() {
        Map<StorageClass, List<String>> columns = new EnumMap<>(StorageClass.class);
        for (SourceTable.Column column : read) {
            columns.computeIfAbsent(StorageClass.of(column.type()), storage -> new ArrayList<>())
                    .add(name(column));
        }
        return CLASSES.stream()
                .filter(columns::containsKey)
                .map(one -> " WHEN " + one.oddAmong(columns.getOrDefault(one, List.of())) + " THEN "
                        + (CLASSES.indexOf(one) + 1))
                .collect(Collectors.joining("", "CASE", " ELSE 0 END"));
    }

    /** Qualified, since SQLite takes an unqualified quoted name that is no column for a text. */
    private static String name(SourceTable.Column column) {
        return "t." + quoted(column.name());
    }

    private static String from(Dataset dataset, SourceTable table) {
        String name = quoted(table.table()) + " t";
        if (table.read() instanceof SourceTable.ByRange by) {
            return " FROM " + name + " WHERE " + range("t." + quoted(by.column()));
        }
        if (table.read() instanceof SourceTable.ByParent by) {
            SourceTable parent = dataset.source(by.parent());
            SourceTable.ByRange parentBy = (SourceTable.ByRange) parent.read();
            // CROSS JOIN fixes the order (sqlite.org/optoverview.html): the parent's range first, then each row's
            // children.
            return " FROM " + quoted(parent.table()) + " p CROSS JOIN " + name + " ON t." + quoted(by.column())
                    + " = p." + quoted(by.parentColumn()) + " WHERE " + range("p." + quoted(parentBy.column()));
        }
        SourceTable.ByKey by = (SourceTable.ByKey) table.read();
        return " FROM " + name + " WHERE t." + quoted(by.column()) + " IN ("
                + String.join(", ", Collections.nCopies(KEYS_AT_ONCE, "?")) + ")";
    }

    /** Half open, so that a fractional key within the range is seen, and refused, instead of passed over. */
    private static String range(String column) {
        return column + " >= ? AND " + column + " < ?";
    }
}
