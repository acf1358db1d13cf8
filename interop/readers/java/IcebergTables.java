import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;

/** Prints the figures of tables, read by Iceberg's generic reader: {@code IcebergTables WAREHOUSE TABLE=COLUMNS...}. */
public final class IcebergTables {
    private IcebergTables() {}

    public static void main(String[] words) throws Exception {
        for (int i = 1; i < words.length; i++) {
            Figures figures = Figures.of(words[i]);
            Table table = new HadoopTables(new Configuration()).load(words[0] + "/" + figures.table());
            List<String> names = figures.names();
            try (CloseableIterable<Record> rows =
                    IcebergGenerics.read(table).select(names).build()) {
                for (Record row : rows) {
                    figures.add(names.stream().map(row::getField).toArray());
                }
            }
            figures.print();
        }
    }
}
