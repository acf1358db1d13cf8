package dev.exporter.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reading;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.Verification;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.keeping.WarehouseUpkeep;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A dataset of one table, Parquet files for it made by DuckDB, and runs that put them into a warehouse. */
public final class WarehouseFixture {
    public static final String TABLE = "blocks";
    public static final long PARTITION_SIZE = 10;
    public static final Dataset.RangeKey RANGE =
            new Dataset.RangeKey("height", "block", "blocks", "startHeight", "endHeight", "heightPartitionSize");
    /** For tests in which nobody else is at work. */
    public static final WarehouseUpkeep.Guard UNGUARDED = new WarehouseUpkeep.Guard() {
        @Override
        public <T> T during(Supplier<T> work) {
            return work.get();
        }
    };

    /** Id 5 is left out, and 6 belongs to a column that is switched off. */
    public static final TableSpec SPEC = new TableSpec(
            TABLE,
            List.of(
                    column(1, "hash", ColumnType.Primitive.BINARY, false, ColumnSpec.Bounds.NONE),
                    column(2, "height", ColumnType.Primitive.LONG, true, ColumnSpec.Bounds.FULL),
                    column(3, "title", ColumnType.Primitive.STRING, false, ColumnSpec.Bounds.SHORT),
                    column(4, "reward", new ColumnType.Decimal(20, 0), false, ColumnSpec.Bounds.FULL),
                    column(7, "final", ColumnType.Primitive.BOOLEAN, false, ColumnSpec.Bounds.FULL),
                    new ColumnSpec(
                            9,
                            "signature",
                            ColumnType.Primitive.BINARY,
                            false,
                            ColumnSpec.Bounds.NONE,
                            false,
                            "signature")),
            List.of("height", "hash"),
            List.of(),
            "SELECT 1",
            TableSpec.Replacing.DEFAULT,
            TableSpec.Working.NONE);

    public final Path staging;
    public final Path root;
    public final Warehouse warehouse;

    public WarehouseFixture(Path directory) {
        this(directory, Warehouse.at(directory.resolve("warehouse"), Optional.empty(), ""));
    }

    public WarehouseFixture(Path directory, Warehouse warehouse) {
        this.staging = directory.resolve("staging");
        this.warehouse = warehouse;
        this.root = warehouse.root();
    }

    /** The warehouse at a directory, in which names are made in another way. */
    public static Warehouse linking(Path root, Placement.Link link) {
        return new Warehouse(Layout.of(root, Optional.empty(), ""), link);
    }

    private static ColumnSpec column(int id, String name, ColumnType type, boolean required, ColumnSpec.Bounds bounds) {
        return new ColumnSpec(id, name, type, required, bounds, false, null);
    }

    public static RunId newRun() {
        return RunId.create(Instant.now());
    }

    public static KeyRange partition(long key) {
        long first = Math.floorDiv(key, PARTITION_SIZE) * PARTITION_SIZE;
        return new KeyRange(first, first + PARTITION_SIZE - 1);
    }

    public static Dataset dataset() {
        return new Dataset(
                "test",
                1,
                RANGE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(SPEC),
                List.of(),
                null,
                Verification.NONE,
                "test",
                "00");
    }

    public static Map<String, String> scope() {
        return Map.of("signature", "false");
    }

    /** A plan for the range on the table as it is now. */
    public RunPlan plan(RunId run, KeyRange range) {
        List<KeyRange> partitions = LongStream.iterate(
                        partition(range.first()).first(), key -> key <= range.last(), key -> key + PARTITION_SIZE)
                .mapToObj(WarehouseFixture::partition)
                .toList();
        RunPlan.TableState state = warehouse
                .table(TABLE)
                .map(table -> table.state(partitions))
                .orElse(new RunPlan.TableState(TABLE, null, List.of()));
        return new RunPlan(
                RunPlan.FORMAT_VERSION,
                run,
                Instant.EPOCH,
                "test",
                1,
                "00",
                range.toString(),
                range,
                PARTITION_SIZE,
                scope(),
                request(range),
                List.of(state),
                List.of(RunPlan.Wave.byIndex(1, range, partitions)));
    }

    private ExportRequest request(KeyRange range) {
        return new ExportRequest(
                "test",
                range.first(),
                OptionalLong.of(range.last()),
                OptionalLong.of(PARTITION_SIZE),
                Map.of(),
                Map.of("signature", "false"),
                new ExportRequest.Output(
                        1000,
                        1 << 20,
                        new Codec.Compression(Codec.ZSTD, OptionalInt.of(3)),
                        100,
                        ExportRequest.Replace.KEEP),
                new ExportRequest.Place(root, Optional.empty(), "gateway", "", staging, "sqlite", Optional.empty()),
                new ExportRequest.Limits(1, 1 << 28, Duration.ofSeconds(1), Reading.AUTO),
                ExportRequest.OnInterrupted.REFUSE,
                ExportRequest.OnScope.KEEP);
    }

    /** A staged file of one row for each key, whose title is {@code text} and the key. */
    public StagedFile stage(RunId run, KeyRange bounds, int number, String text, long... keys) throws Exception {
        String values = LongStream.of(keys).mapToObj(Long::toString).collect(Collectors.joining(","));
        return stage(
                new DataFileName(TABLE, bounds, number, run, 1),
                keys.length,
                "SELECT ('h' || k)::BLOB AS hash, k::BIGINT AS height, '" + text
                        + " ' || k AS title, (k * 1000)::DECIMAL(20,0) AS reward, k % 2 = 0 AS final"
                        + " FROM unnest([" + values + "]) t(k) ORDER BY k");
    }

    public StagedFile stage(DataFileName name, long rows, String select) throws Exception {
        Files.createDirectories(staging);
        Path file = staging.resolve(name.toString());
        query("COPY (" + select + ") TO '" + file
                + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048,"
                + " FIELD_IDS {hash: 1, height: 2, title: 3, reward: 4, final: 7})");
        return new StagedFile(name, file, rows, Files.size(file), sha256(file));
    }

    /** By another way than the code under test. */
    public static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return String.format("%064x", new BigInteger(1, digest));
    }

    public static RewrittenPartition rewritten(KeyRange bounds, StagedFile... files) {
        List<StagedFile> all = List.of(files);
        long rows = all.stream().mapToLong(StagedFile::rows).sum();
        return new RewrittenPartition(bounds, new ContentHash(rows, 7, rows), all);
    }

    /** Publishes the files of the partitions and returns what is to be committed. */
    public TableCommit publish(RunPlan plan, RewrittenPartition... partitions) {
        TableCommit commit = TableCommit.of(plan, SPEC, RANGE, List.of(partitions));
        warehouse.publish(new RunFile(plan.run(), "height", commit.files()));
        return commit;
    }

    /** A whole run that gives a partition one file with these keys. */
    public TableCommit.Result export(KeyRange bounds, String text, long... keys) throws Exception {
        RunId run = newRun();
        TableCommit commit = publish(plan(run, bounds), rewritten(bounds, stage(run, bounds, 1, text, keys)));
        TableCommit.Result result = warehouse.commit(commit);
        warehouse.finish(run);
        return result;
    }

    /** The titles of all rows of the live files, as DuckDB reads them. */
    public List<String> titles() throws SQLException {
        List<Path> files = warehouse.table(TABLE).orElseThrow().files();
        return files.isEmpty()
                ? List.of()
                : query("SELECT title FROM read_parquet([" + quoted(files)
                        + "], hive_partitioning = false) ORDER BY height, title");
    }

    public static String quoted(List<Path> files) {
        return files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    }

    /** The rows as text, columns joined by {@code |}. */
    public static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        List<String> row = new ArrayList<>();
                        for (int column = 1; column <= columns; column++) {
                            row.add(String.valueOf(result.getString(column)));
                        }
                        rows.add(String.join("|", row));
                    }
                }
            }
        }
        return rows;
    }

    /** Leaves the table's metadata as very many other commits would: it does not remember a run among its last ones. */
    public void forget(RunId run) throws Exception {
        Path newest = find("v\\d\\.metadata\\.json").stream()
                .reduce((one, other) -> other)
                .orElseThrow();
        String before = Files.readString(newest);
        String after = before.replaceFirst("(\"exporter.recent-runs\" ?: ?\"[^\"]*)" + run + ",?", "$1");
        assertThat(after).isNotEqualTo(before);
        Files.writeString(newest, after);
    }

    /** All files below the warehouse whose names match, sorted. */
    public List<Path> find(String regex) throws Exception {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().matches(regex))
                    .sorted()
                    .toList();
        }
    }

    /** The plan cut into other waves. */
    public static RunPlan withWaves(RunPlan plan, List<RunPlan.Wave> waves) {
        return new RunPlan(
                plan.formatVersion(),
                plan.run(),
                plan.created(),
                plan.dataset(),
                plan.datasetVersion(),
                plan.datasetSha256(),
                plan.requestedRange(),
                plan.range(),
                plan.partitionSize(),
                plan.scope(),
                plan.request(),
                plan.tables(),
                waves);
    }

    /** The runs that a table remembers to have been committed, oldest first, each once. */
    public static List<RunId> recentRuns(ExistingTable table) {
        return table.recentCommits().stream()
                .map(id -> new RunId(id.contains(".") ? id.substring(0, id.indexOf('.')) : id))
                .distinct()
                .toList();
    }
}
