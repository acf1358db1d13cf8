import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.parquet.ParquetBloomRowGroupFilter;
import org.apache.iceberg.parquet.ParquetMetricsRowGroupFilter;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.hadoop.BloomFilterReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * In how many row groups a reader has to look for an id: those that neither the footer's statistics nor a bloom filter
 * excludes, by DuckDB and by Iceberg. Of the ids, half are random rows' and half are in no row.
 *
 * <p>Usage: {@code LookUps WAREHOUSE IDS TABLE.COLUMN...}; prints for each column: row groups in all, mean row groups that
 * hold a present id, then the mean of those left for present and absent ids by DuckDB, and by Iceberg.
 */
class LookUps {
    private static final long SEED = 1;
    private static final int ID_BYTES = 32;

    private final Statement statement;
    private final List<Path> files;
    private final String column;

    private LookUps(Statement statement, List<Path> files, String column) {
        this.statement = statement;
        this.files = files;
        this.column = column;
    }

    /** A row group of a file. */
    private record Group(String file, long index) {}

    private record Bounded(Group group, byte[] lower, byte[] upper) {
        boolean mayHold(byte[] id) {
            return Arrays.compareUnsigned(lower, id) <= 0 && Arrays.compareUnsigned(id, upper) <= 0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int half = Integer.parseInt(arguments[1]) / 2;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET parquet_metadata_cache = true");
            statement.execute("SET threads = 1"); // so that the sample is the same each time
            for (String name : List.of(arguments).subList(2, arguments.length)) {
                String[] parts = name.split("\\.");
                LookUps lookUps = new LookUps(statement, files(Path.of(arguments[0], parts[0], "data")), parts[1]);
                System.out.println(name + " " + lookUps.measure(half));
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private String measure(int half) throws SQLException, IOException {
        List<byte[]> present = present(half);
        List<byte[]> absent = absent(half);
        List<Bounded> groups = groups();
        return String.join(
                " ",
                String.valueOf(groups.size()),
                mean(holding(present), half),
                mean(leftByDuckDb(groups, present), half),
                mean(leftByDuckDb(groups, absent), half),
                mean(leftByIceberg(present), half),
                mean(leftByIceberg(absent), half));
    }

    private static String mean(long sum, int count) {
        return String.valueOf((double) sum / count);
    }

    private List<byte[]> present(int count) throws SQLException {
        String sample = "SELECT " + column + " FROM (SELECT DISTINCT " + column + " FROM " + read() + " WHERE " + column
                + " IS NOT NULL ORDER BY hash(" + column + ") LIMIT " + count + ")";
        List<byte[]> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sample)) {
            while (rows.next()) {
                ids.add(rows.getBytes(1));
            }
        }
        if (ids.size() != count) {
            throw new IllegalStateException(column + " has only " + ids.size() + " values");
        }
        return ids;
    }

    private static List<byte[]> absent(int count) {
        Random random = new Random(SEED);
        List<byte[]> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] id = new byte[ID_BYTES];
            random.nextBytes(id);
            ids.add(id);
        }
        return ids;
    }

    /** Every row group, with the bounds that its footer gives; those without hold anything. */
    private List<Bounded> groups() throws SQLException {
        List<Bounded> groups = new ArrayList<>();
        String sql = "SELECT file_name, row_group_id, coalesce(stats_min_value, stats_min)::BLOB,"
                + " coalesce(stats_max_value, stats_max)::BLOB FROM parquet_metadata(" + list()
                + ") WHERE path_in_schema = '"
                + column + "'";
        byte[] highest = new byte[ID_BYTES * 2];
        Arrays.fill(highest, (byte) 0xff);
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                byte[] lower = rows.getBytes(3);
                byte[] upper = rows.getBytes(4);
                groups.add(new Bounded(
                        new Group(rows.getString(1), rows.getLong(2)),
                        lower == null ? new byte[0] : lower,
                        upper == null ? highest : upper));
            }
        }
        return groups;
    }

    private long leftByDuckDb(List<Bounded> groups, List<byte[]> ids) throws SQLException {
        long left = 0;
        String sql = "SELECT file_name, row_group_id FROM parquet_bloom_probe(" + list() + ", '" + column
                + "', from_hex('%s')) WHERE bloom_filter_excludes";
        for (byte[] id : ids) {
            Set<Group> excluded = new HashSet<>();
            try (ResultSet rows =
                    statement.executeQuery(sql.formatted(HexFormat.of().formatHex(id)))) {
                while (rows.next()) {
                    excluded.add(new Group(rows.getString(1), rows.getLong(2)));
                }
            }
            left += groups.stream()
                    .filter(group -> group.mayHold(id) && !excluded.contains(group.group()))
                    .count();
        }
        return left;
    }

    private long leftByIceberg(List<byte[]> ids) throws IOException {
        long left = 0;
        for (Path file : files) {
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                MessageType type = reader.getFileMetaData().getSchema();
                Schema schema = ParquetSchemaUtil.convert(type);
                for (BlockMetaData group : reader.getRowGroups()) {
                    BloomFilterReader filters = reader.getBloomFilterDataReader(group);
                    for (byte[] id : ids) {
                        Expression equal = Expressions.equal(column, ByteBuffer.wrap(id));
                        if (new ParquetMetricsRowGroupFilter(schema, equal).shouldRead(type, group)
                                && new ParquetBloomRowGroupFilter(schema, equal).shouldRead(type, group, filters)) {
                            left++;
                        }
                    }
                }
            }
        }
        return left;
    }

    /** The sum, over the ids, of the row groups that hold a row with the id. */
    private long holding(List<byte[]> ids) throws SQLException {
        String values = ids.stream()
                .map(id -> "from_hex('" + HexFormat.of().formatHex(id) + "')")
                .collect(Collectors.joining(", "));
        String sql = "SELECT count(*) FROM (SELECT DISTINCT " + column + ", file_name, row_group_id FROM (SELECT "
                + column + ", filename, file_row_number FROM " + read() + " WHERE " + column + " IN (" + values
                + ")) JOIN (SELECT file_name, row_group_id, row_group_num_rows AS rows, sum(row_group_num_rows) OVER"
                + " (PARTITION BY file_name ORDER BY row_group_id) - row_group_num_rows AS first FROM parquet_metadata("
                + list() + ") WHERE path_in_schema = '" + column
                + "') ON filename = file_name AND file_row_number >= first AND file_row_number < first + rows)";
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private String list() {
        return files.stream()
                .map(file -> "'" + file.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String read() {
        return "read_parquet(" + list() + ", hive_partitioning = false, filename = true, file_row_number = true)";
    }
}
