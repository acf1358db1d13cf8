import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether two folders hold the same rows of the three tables: the number of rows, and a checksum of the content that does
 * not depend on the order of rows. Also whether the rows of each file are in the table's order.
 *
 * <p>Usage: {@code Compare WAREHOUSE FOLDER}; prints a line for each table, and exits with 1 where anything differs.
 */
class Compare {
    private final Connection connection;

    private Compare(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws Exception {
        boolean same = true;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            Compare compare = new Compare(connection);
            for (TableSpec declared : DatasetReader.read("ario").tables()) {
                TableSpec table = declared.under(Map.of());
                String ours = compare.files(Path.of(arguments[0], table.name(), "data"));
                String theirs = compare.files(Path.of(arguments[1], table.name() + ".parquet"));
                same &= compare.isSame(table, ours, theirs);
            }
        }
        System.exit(same ? 0 : 1);
    }

    private boolean isSame(TableSpec table, String ours, String theirs) throws SQLException {
        List<String> names = table.columns().stream().map(ColumnSpec::name).toList();
        String our = checksum(names, ours);
        String their = checksum(names, theirs);
        long unsorted = unsorted(table, ours) + unsorted(table, theirs);
        System.out.println(table.name() + ": " + our + (unsorted == 0 ? "" : "; rows out of order: " + unsorted));
        if (our.equals(their)) {
            return unsorted == 0;
        }
        System.out.println(table.name() + " DIFFERS: " + their);
        for (String name : names) {
            String one = checksum(List.of(name), ours);
            String other = checksum(List.of(name), theirs);
            if (!one.equals(other)) {
                System.out.println("  " + name + ": " + one + ", other: " + other);
            }
        }
        return false;
    }

    /** The file, or those below the folder, as an argument of DuckDB's read_parquet. */
    private String files(Path fileOrFolder) throws Exception {
        try (Stream<Path> files = Files.walk(fileOrFolder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> "'" + file.toString().replace("'", "''") + "'")
                    .sorted()
                    .collect(Collectors.joining(
                            ", ",
                            "read_parquet([",
                            "], hive_partitioning = false, filename = true," + " file_row_number = true)"));
        }
    }

    private String checksum(List<String> names, String files) throws SQLException {
        String values = typed(names, files);
        return row("SELECT count(*) || ' rows, checksum ' || coalesce(sum(hash(" + values + ")::HUGEINT), 0) FROM "
                + files);
    }

    /** The columns in one type for both sides: text as bytes, all integers in 64 bits. */
    private String typed(List<String> names, String files) throws SQLException {
        StringBuilder values = new StringBuilder();
        for (String name : names) {
            String column = '"' + name + '"';
            String type = row("SELECT any_value(typeof(" + column + ")) FROM (FROM " + files + " LIMIT 1)");
            values.append(values.isEmpty() ? "" : ", ")
                    .append(
                            switch (type) {
                                case "VARCHAR" -> "encode(" + column + ")";
                                case "TINYINT", "UTINYINT", "SMALLINT", "INTEGER" -> column + "::BIGINT";
                                case "DECIMAL(38,0)" -> column + "::DECIMAL(20,0)";
                                default -> column;
                            });
        }
        return values.toString();
    }

    private long unsorted(TableSpec table, String files) throws SQLException {
        String key = table.sort().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", ", "row(", ")"));
        return Long.parseLong(row("SELECT count(*) FILTER (key < before) FROM (SELECT " + key + " AS key, lag(" + key
                + ") OVER (PARTITION BY filename ORDER BY file_row_number) AS before FROM " + files + ")"));
    }

    private String row(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
