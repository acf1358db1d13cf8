import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Prints the figures of tables, read by Spark: {@code SparkTables WAREHOUSE TABLE=COLUMNS...}. */
public final class SparkTables {
    private SparkTables() {}

    public static void main(String[] words) throws Exception {
        Path local = Files.createTempDirectory("interop-spark");
        try (SparkSession spark = SparkSession.builder()
                .appName("interop")
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", local.toString())
                .config("spark.sql.warehouse.dir", local.resolve("none").toString())
                .config("spark.sql.catalog.c", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.c.type", "hadoop")
                .config("spark.sql.catalog.c.warehouse", words[0])
                .getOrCreate()) {
            for (int i = 1; i < words.length; i++) {
                Figures figures = Figures.of(words[i]);
                String[] names = figures.names().toArray(String[]::new);
                Iterator<Row> rows = spark.table("c." + figures.table()).selectExpr(quoted(names)).toLocalIterator();
                while (rows.hasNext()) {
                    Row row = rows.next();
                    Object[] values = new Object[names.length];
                    for (int column = 0; column < names.length; column++) {
                        values[column] = row.get(column);
                    }
                    figures.add(values);
                }
                figures.print();
            }
        } finally {
            delete(local);
        }
    }

    private static String[] quoted(String[] names) {
        return List.of(names).stream().map(name -> "`" + name + "`").toArray(String[]::new);
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
