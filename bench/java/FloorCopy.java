import dev.exporter.plan.Codec;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.ParquetForm;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How long DuckDB needs only to write our rows: they are put into its memory, joined and sorted, and then copied to one
 * file a table, by the exporter's own COPY, with all processors.
 *
 * <p>Usage: {@code FloorCopy WAREHOUSE FOLDER}; prints a table's name and seconds on each line.
 */
class FloorCopy {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (TableSpec declared : DatasetReader.read("ario").tables()) {
                TableSpec table = declared.under(Map.of());
                List<Path> files = files(Path.of(arguments[0], table.name(), "data"));
                statement.execute("CREATE TABLE \"" + table.name() + "\" AS FROM " + ParquetSql.read(table, files));
                long rows = number(statement, "SELECT count(*) FROM \"" + table.name() + "\"");
                ParquetForm form = form(statement, files.get(0));
                Path file = folder.resolve(table.name() + ".parquet");
                String copy = ParquetSql.write(table, new RowSpan(Sql.identifier(table.name()), 0, rows), file, form);
                long start = System.nanoTime();
                statement.execute(copy);
                System.out.println(table.name() + " " + (System.nanoTime() - start) / 1e9);
                statement.execute("DROP TABLE \"" + table.name() + "\"");
            }
        }
    }

    /** The form in which our files are: by the exporter's default level, and what a file's footer says. */
    private static ParquetForm form(Statement statement, Path file) throws SQLException {
        String rows = "SELECT max(row_group_num_rows) FROM parquet_metadata('" + file + "')";
        String groups = "SELECT count(DISTINCT row_group_id) FROM parquet_metadata('" + file + "')";
        // A file of one small row group does not tell how large they may be.
        long rowGroupRows = number(statement, groups) > 1 ? number(statement, rows) : 122_880;
        return new ParquetForm(new Codec.Compression(Codec.ZSTD, OptionalInt.empty()), rowGroupRows, Map.of());
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
