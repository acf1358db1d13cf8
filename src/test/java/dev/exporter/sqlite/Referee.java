package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.Slices;
import dev.exporter.sqlite.table.TableScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Compares what a snapshot reads of each table with what SQLite reads of it in the transaction that pins the snapshot.
 */
final class Referee {
    private final Snapshot snapshot;
    private final JdbcPin pin;

    Referee(Snapshot snapshot, JdbcPin pin) {
        this.snapshot = snapshot;
        this.pin = pin;
    }

    /** A column as the schema has it; {@code fallback} is its DEFAULT as a row's text would show it. */
    private record Declared(Column column, String name, boolean isReal, String fallback) {}

    /** Both read all tables, wholly, in slices, and a part of the columns and rows. */
    long requireEqual(Random random) throws SQLException, IOException {
        long rows = 0;
        for (String table : tables()) {
            rows += requireEqual(table, random);
        }
        return rows;
    }

    List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>(List.of("sqlite_schema"));
        try (Statement statement = pin.reader().createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private long requireEqual(String table, Random random) throws SQLException, IOException {
        List<Declared> columns = columns(table);
        List<String> expected = bySqlite(table, columns, RowidRange.ALL);
        requireEqual(table, expected, byPages(table, columns, RowidRange.ALL));

        List<RowidRange> slices = Slices.of(snapshot, rootPage(table), random.nextInt(1, 6));
        List<String> sliced = new ArrayList<>();
        for (RowidRange slice : slices) {
            sliced.addAll(byPages(table, columns, slice));
        }
        requireEqual(table + " in " + slices, expected, sliced);

        Collections.shuffle(columns, random);
        List<Declared> some = columns.subList(0, random.nextInt(columns.size() + 1));
        RowidRange range = range(expected, random);
        requireEqual(table + " in " + range, bySqlite(table, some, range), byPages(table, some, range));
        return expected.size();
    }

    private static RowidRange range(List<String> rows, Random random) {
        if (rows.isEmpty()) {
            return new RowidRange(-5, 5);
        }
        long one = rowid(rows.get(random.nextInt(rows.size()))) + random.nextInt(-1, 2);
        long other = rowid(rows.get(random.nextInt(rows.size())));
        return new RowidRange(Math.min(one, other), Math.max(one, other));
    }

    private static long rowid(String row) {
        return Long.parseLong(row.substring(0, row.indexOf(' ')));
    }

    private static void requireEqual(String what, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            // only now: comparing this way costs too much to do always
            assertThat(actual).as(what).containsExactlyElementsOf(expected);
        }
    }

    long rootPage(String table) throws SQLException {
        return table.equals("sqlite_schema") ? 1 : pin.rootPage(table);
    }

    private List<Declared> columns(String table) throws SQLException {
        List<Declared> columns = new ArrayList<>();
        try (Statement statement = pin.reader().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA table_info('" + table + "')")) {
            while (row.next()) {
                int index = row.getInt("cid");
                String fallback = row.getString("dflt_value");
                Column column = row.getInt("pk") != 0
                        ? Column.rowid(index)
                        : fallback == null ? Column.of(index) : Column.withDefault(index);
                columns.add(new Declared(
                        column,
                        row.getString("name"),
                        row.getString("type").equals("REAL"),
                        fallback == null ? "" : text(fallback.substring(1, fallback.length() - 1))));
            }
        }
        return columns;
    }

    private List<String> bySqlite(String table, List<Declared> columns, RowidRange range) throws SQLException {
        String names = columns.stream()
                .map(column -> ", typeof(" + column.name() + "), " + column.name())
                .collect(Collectors.joining());
        String condition =
                range.equals(RowidRange.ALL) ? "" : " WHERE rowid BETWEEN " + range.first() + " AND " + range.last();
        List<String> rows = new ArrayList<>();
        try (Statement statement = pin.reader().createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT rowid" + names + " FROM " + table + " NOT INDEXED" + condition + " ORDER BY rowid")) {
            while (row.next()) {
                StringBuilder text = new StringBuilder().append(row.getLong(1)).append(' ');
                for (int column = 0; column < columns.size(); column++) {
                    text.append(bySqlite(row, 2 * column + 2)).append(' ');
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    private static String bySqlite(ResultSet row, int column) throws SQLException {
        return switch (row.getString(column)) {
            case "null" -> "NULL";
            case "integer" -> Long.toString(row.getLong(column + 1));
            case "real" -> "real " + Double.doubleToLongBits(row.getDouble(column + 1));
            case "text" -> text(bytes(row, column + 1), 0, bytes(row, column + 1).length);
            default -> blob(bytes(row, column + 1), 0, bytes(row, column + 1).length);
        };
    }

    /** The driver gives null for a value of no bytes. */
    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    List<String> bySqlite(String table) throws SQLException {
        return bySqlite(table, columns(table), RowidRange.ALL);
    }

    List<String> byPages(String table, RowidRange range) throws SQLException, IOException {
        return byPages(table, columns(table), range);
    }

    private List<String> byPages(String table, List<Declared> columns, RowidRange range)
            throws SQLException, IOException {
        List<String> rows = new ArrayList<>();
        List<Column> wanted = columns.stream().map(Declared::column).toList();
        try (TableScan scan = TableScan.open(snapshot, rootPage(table), range, wanted)) {
            while (scan.next()) {
                StringBuilder text = new StringBuilder().append(scan.rowid()).append(' ');
                for (int column = 0; column < columns.size(); column++) {
                    text.append(byPages(scan, column, columns.get(column))).append(' ');
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    private static String byPages(TableScan scan, int column, Declared declared) {
        return switch (scan.kind(column)) {
            case NULL -> "NULL";
            case INTEGER ->
                declared.isReal()
                        ? "real " + Double.doubleToLongBits(scan.integer(column))
                        : Long.toString(scan.integer(column));
            case REAL -> "real " + Double.doubleToLongBits(scan.real(column));
            case TEXT -> text(scan.data(), scan.start(column), scan.length(column));
            case BLOB -> blob(scan.data(), scan.start(column), scan.length(column));
            case DEFAULT -> declared.fallback();
        };
    }

    private static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes, int start, int length) {
        return "text " + digest(bytes, start, length);
    }

    private static String blob(byte[] bytes, int start, int length) {
        return "blob " + digest(bytes, start, length);
    }

    private static String digest(byte[] bytes, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, length);
        return length + ":" + checksum.getValue();
    }
}
