package dev.exporter.transform;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.ParquetForm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What this room's tests share: engines, tables by short texts, and a second DuckDB that reads files back. */
final class Tables {
    private Tables() {}

    static Engine engine(Path folder) {
        return engine(folder, 1L << 30, 4);
    }

    static Engine engine(Path folder, long memoryBytes, int threads) {
        return Engine.open(
                new Engine.Settings(memoryBytes, threads, folder.resolve("spill"), List.of(folder.resolve("data"))));
    }

    /** A table; columns as {@code "3 name long"}, with a star after the type where required, and {@code bloom} after it. */
    static TableSpec table(String sql, List<String> sort, String... columns) {
        return new TableSpec(
                "t",
                Arrays.stream(columns).map(Tables::column).toList(),
                sort,
                List.of(),
                sql,
                TableSpec.Replacing.DEFAULT,
                TableSpec.Working.NONE);
    }

    static SourceTable source(String name, SourceTable.Access read, String... columns) {
        List<SourceTable.Column> all = Arrays.stream(columns)
                .map(column -> column.split(" "))
                .map(parts -> new SourceTable.Column(parts[0], ColumnType.parse(parts[1]), false, false, null))
                .toList();
        return new SourceTable(name, "db", name, all, read, List.of());
    }

    static ParquetForm form(Codec codec) {
        return new ParquetForm(new Codec.Compression(codec, OptionalInt.empty()), 10_000, Map.of());
    }

    /** The rows of a query by a DuckDB of its own, which is not the engine; columns joined by a bar. */
    static List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return query(connection, sql);
        }
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
            return rows;
        }
    }

    private static ColumnSpec column(String text) {
        String[] parts = text.split(" ");
        boolean required = parts[2].endsWith("*");
        String type = required ? parts[2].substring(0, parts[2].length() - 1) : parts[2];
        return new ColumnSpec(
                Integer.parseInt(parts[0]),
                parts[1],
                ColumnType.parse(type),
                required,
                ColumnSpec.Bounds.FULL,
                parts.length > 3 && parts[3].equals("bloom"),
                null);
    }
}
