package dev.exporter.demo;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Asks a made gateway's databases, in SQL. */
final class Gateway {
    static final DemoGateway.Settings SMALL = new DemoGateway.Settings(1_600_000, 300, 2_500, 7, Set.of());
    static final DemoGateway.Progress SILENT = (made, total) -> {};

    private Gateway() {}

    static DemoGateway.Paths create(Path directory, DemoGateway.Settings settings) {
        return DemoGateway.create(directory, settings, SILENT);
    }

    /** The rows that a query gives, the values of a row as text. */
    static List<String> rows(Path database, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(results.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    static String value(Path database, String sql) throws Exception {
        return rows(database, sql).get(0);
    }

    static long number(Path database, String sql) throws Exception {
        return Long.parseLong(value(database, sql));
    }

    /** The SHA-256 of every value of every table, with its type, in the order of the rowids. */
    static String fingerprint(Path database) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String table : rows(database, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
                List<String> columns = rows(database, "SELECT name FROM pragma_table_info('" + table + "')");
                String values = String.join(
                        " || '|' || ",
                        columns.stream().map(c -> "quote(\"" + c + "\")").toList());
                digest.update(table.getBytes("UTF-8"));
                try (ResultSet results =
                        statement.executeQuery("SELECT " + values + " FROM " + table + " ORDER BY rowid")) {
                    while (results.next()) {
                        digest.update(results.getString(1).getBytes("UTF-8"));
                    }
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
