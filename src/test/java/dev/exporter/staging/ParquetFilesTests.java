package dev.exporter.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.Carry;
import dev.exporter.transform.Engine;
import dev.exporter.transform.Session;
import dev.exporter.transform.SortedTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.parquet.ParquetUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFilesTests {
    private static final RunId RUN = RunId.create(Instant.parse("2026-01-01T00:00:00Z"));
    private static final KeyRange PARTITION = new KeyRange(0, 999_999);

    @TempDir
    Path staging;

    private JobFolder folder;
    private Engine engine;
    private Session session;

    @BeforeEach
    void open() {
        folder = JobFolder.of(staging, RUN);
        folder.create();
        engine = Engine.open(new Engine.Settings(1L << 30, 2, folder.spill(), List.of(folder.files())));
        session = engine.session();
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
    }

    @Test
    void filesAreBoundedNamedHashedAndInOrder() throws Exception {
        SortedTable table = sorted("SELECT i AS height, encode('id ' || i) AS id FROM range(25000) r(i)");

        List<StagedFile> files = writeAll(table, output(10_000, 1L << 30));

        assertThat(files).extracting(StagedFile::rows).containsExactly(8334L, 8333L, 8333L);
        long first = 0;
        for (StagedFile file : files) {
            assertThat(file.bytes()).isEqualTo(Files.size(file.path()));
            assertThat(file.sha256()).isEqualTo(sha256(file.path()));
            assertThat(value("SELECT count(*) FROM read_parquet('" + file.path()
                            + "', file_row_number = true) WHERE height <> file_row_number + " + first
                            + " OR decode(id) <> 'id ' || height"))
                    .isEqualTo("0");
            first += file.rows();
        }
        assertThat(folder.stagedFiles())
                .containsExactlyElementsOf(files.stream().map(StagedFile::name).toList());
        assertThat(folder.stagedFiles().get(0)).hasToString("t_0_999999_1_" + RUN + "_1.parquet");
    }

    @Test
    void sizeAndHashAreThoseOfTheFileWithItsBloomFilters() throws Exception {
        SortedTable table = sorted("SELECT i AS height, unhex(md5(i::VARCHAR)) AS id FROM range(25000) r(i)", true);

        for (StagedFile file : writeAll(table, output(10_000, 1L << 30))) {
            assertThat(value("SELECT count(bloom_filter_offset) || ' ' || count(bloom_filter_length)"
                            + " FROM parquet_metadata('" + file.path() + "') WHERE path_in_schema = 'id'"))
                    .isEqualTo("1 1");
            assertThat(file.bytes()).isEqualTo(Files.size(file.path()));
            assertThat(file.sha256()).isEqualTo(sha256(file.path()));
            // The values are those of the file's own rows, not of the first of the table.
            String last = value("SELECT hex(last(id)) FROM '" + file.path() + "'");
            assertThat(value("SELECT bool_or(bloom_filter_excludes) FROM parquet_bloom_probe('" + file.path()
                            + "', 'id', from_hex('" + last + "'))"))
                    .isEqualTo("false");
        }
    }

    @Test
    void icebergsOwnReaderFindsTheFieldIdsAndTheSchema() throws Exception {
        SortedTable table = sorted(
                "SELECT i AS height, encode('x') AS id, CASE WHEN i > 4 THEN -5 END AS late" + " FROM range(10) r(i)");

        StagedFile file = writeAll(table, output(100, 1L << 30)).get(0);

        Metrics metrics = ParquetUtil.fileMetrics(
                org.apache.iceberg.Files.localInput(file.path().toFile()), MetricsConfig.getDefault());
        assertThat(metrics.recordCount()).isEqualTo(10);
        assertThat(metrics.nullValueCounts()).isEqualTo(Map.of(1, 0L, 2, 0L, 7, 5L));
        assertThat(longOf(metrics.lowerBounds(), 1)).isZero();
        assertThat(longOf(metrics.upperBounds(), 1)).isEqualTo(9);
        String json = value("SELECT decode(value) FROM parquet_kv_metadata('" + file.path()
                + "') WHERE decode(key) = 'iceberg.schema'");
        assertThat(SchemaParser.fromJson(json).toString())
                .contains("1: height: required long", "2: id: required binary", "7: late: optional decimal(20, 0)");
    }

    @Test
    void filesComeOutNearTheByteTargetAndNeverMuchAbove() {
        // What compresses well comes first, so that the estimate from it is far too low for what follows.
        SortedTable table = sorted("SELECT i AS height, CASE WHEN i < 20000 THEN encode(repeat('x', 100))"
                + " ELSE unhex(md5(i::VARCHAR) || md5('a' || i) || md5('b' || i)) END AS id FROM range(60000) r(i)");
        long target = 300_000;

        List<StagedFile> files = writeAll(table, output(1_000_000, target));

        assertThat(files).allSatisfy(file -> assertThat(file.bytes()).isLessThanOrEqualTo(target * 11 / 10));
        assertThat(files.stream().mapToLong(StagedFile::rows).sum()).isEqualTo(60_000);
        assertThat(files).hasSizeBetween(8, 25);
    }

    @Test
    void aRowLargerThanTheTargetIsWrittenAlone() {
        SortedTable table = sorted("SELECT i AS height, unhex(md5(i::VARCHAR) || repeat(md5('x' || i), 50)) AS id"
                + " FROM range(3) r(i)");

        assertThat(writeAll(table, output(1000, 50)))
                .extracting(StagedFile::rows)
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void aResumedPartitionIsCutAndWrittenAsTheInterruptedOneWouldHaveBeen() {
        String sql = "SELECT i AS height, unhex(md5(i::VARCHAR)) AS id FROM range(30000) r(i) ORDER BY hash(i)";
        ExportRequest.Output output = output(1_000_000, 100_000);
        List<StagedFile> whole = writeAll(sorted(sql), output);
        assertThat(whole).hasSizeGreaterThan(3);
        FilePlan.Progress afterTwo = new FilePlan.Progress(
                whole.get(0).rows() + whole.get(1).rows(),
                whole.get(0).bytes() + whole.get(1).bytes(),
                30_000,
                sortedAgain(sql).canonicalBytes());

        List<StagedFile> rest = write(sortedAgain(sql), output, afterTwo, 3);

        assertThat(rest).isEqualTo(whole.subList(2, whole.size()));
    }

    @Test
    void aFileThatFailsLeavesNothingBehind() throws Exception {
        SortedTable table = sorted("SELECT i AS height, encode('x') AS id FROM range(10) r(i)");
        DataFileName name = new DataFileName("t", PARTITION, 1, RUN, 1);
        // A folder under the final name: the rename fails after everything else is done.
        Files.createDirectories(folder.files().resolve(name.toString()).resolve("in the way"));

        assertThatThrownBy(() -> folder.parquetFiles(output(100, 1L << 30))
                        .writeNext(table, name, new FilePlan.Progress(0, 0, 10, table.canonicalBytes())))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().where()).endsWith(name.toString()));

        try (var files = Files.list(folder.files())) {
            assertThat(files).hasSize(1);
        }
    }

    private List<StagedFile> writeAll(SortedTable table, ExportRequest.Output output) {
        return write(table, output, new FilePlan.Progress(0, 0, table.rows(), table.canonicalBytes()), 1);
    }

    private List<StagedFile> write(SortedTable table, ExportRequest.Output output, FilePlan.Progress from, int number) {
        List<StagedFile> files = new ArrayList<>();
        for (FilePlan.Progress progress = from; !progress.done(); number++) {
            DataFileName name = new DataFileName("t", PARTITION, number, RUN, 1);
            StagedFile file = folder.parquetFiles(output).writeNext(table, name, progress);
            files.add(file);
            progress = progress.plus(file);
        }
        return files;
    }

    private SortedTable sortedAgain(String sql) {
        session.close();
        session = engine.session();
        return sorted(sql);
    }

    private SortedTable sorted(String sql) {
        return sorted(sql, false);
    }

    private SortedTable sorted(String sql, boolean bloom) {
        List<ColumnSpec> columns = List.of(
                column(1, "height", ColumnType.Primitive.LONG, true),
                new ColumnSpec(2, "id", ColumnType.Primitive.BINARY, true, ColumnSpec.Bounds.FULL, bloom, null),
                column(7, "late", new ColumnType.Decimal(20, 0), false));
        String all = sql.contains("late") ? sql : "SELECT *, NULL AS late FROM (" + sql + ")";
        return session.sort(
                new TableSpec(
                        "t",
                        columns,
                        List.of("height"),
                        List.of(),
                        all,
                        TableSpec.Replacing.DEFAULT,
                        TableSpec.Working.NONE),
                Carry.none());
    }

    private static ColumnSpec column(int id, String name, ColumnType type, boolean required) {
        return new ColumnSpec(id, name, type, required, ColumnSpec.Bounds.FULL, false, null);
    }

    private static ExportRequest.Output output(long maxFileRows, long maxFileBytes) {
        return new ExportRequest.Output(
                maxFileRows,
                maxFileBytes,
                new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                122_880,
                ExportRequest.Replace.KEEP);
    }

    private static long longOf(Map<Integer, ByteBuffer> bounds, int id) {
        return Objects.requireNonNull(bounds.get(id))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(0);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String value(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
