package dev.exporter.staging.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that DuckDB has written, completed, and asked by Iceberg, parquet-java and another DuckDB. */
class BloomFiltersTests {
    /** Ids twice each, names partly NULL and partly empty, numbers of both signs, and a column of few values. */
    private static final String ROWS = "SELECT i AS height, unhex(md5('id ' || i // 2) || md5('b' || i // 2)) AS id,"
            + " CASE WHEN i % 7 = 0 THEN NULL WHEN i % 7 = 1 THEN '' ELSE 'näme ' || hash(i) END AS name,"
            + " (i - 3000) * 1000000007 AS number, i % 5 AS few FROM range(8000) r(i)";

    private static final int GROUPS = 4;

    @TempDir
    static Path shared;

    static FilteredFile file;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws Exception {
        file = FilteredFile.of(shared, ROWS);
    }

    @Test
    void everyValueIsFoundInItsRowGroupByIceberg() throws Exception {
        for (String column : List.of("id", "name", "number", "few")) {
            List<List<Object>> groups = file.values(column);
            assertThat(groups).hasSize(GROUPS);
            for (int group = 0; group < GROUPS; group++) {
                List<Object> distinct = groups.get(group).stream().distinct().toList();
                assertThat(file.leftByIceberg(equal(column, distinct)))
                        .as(column + " of row group " + group)
                        .hasSize(distinct.size())
                        .allSatisfy(left(group));
            }
        }
    }

    @Test
    void absentValuesAreExcludedByIceberg() throws Exception {
        Random random = new Random(11);

        List<Expression> absent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            absent.add(Expressions.equal("id", ByteBuffer.wrap(bytes(random))));
            absent.add(Expressions.equal("name", "näme " + i));
            absent.add(Expressions.equal("number", random.nextLong()));
        }

        long left = file.leftByIceberg(absent).stream().mapToLong(List::size).sum();
        assertThat(left).isLessThanOrEqualTo(absent.size() * GROUPS * 2L / 100);
    }

    @Test
    void duckDbFindsWhatIsThereAndExcludesWhatIsNot() throws Exception {
        Random random = new Random(12);

        List<List<Object>> ids = file.values("id");
        for (int group = 0; group < GROUPS; group++) {
            for (int i = 0; i < 60; i++) {
                ByteBuffer id = (ByteBuffer)
                        ids.get(group).get(random.nextInt(ids.get(group).size()));
                assertThat(file.excludedByDuckDb("id", blob(id.array()))).doesNotContain(group);
            }
        }
        int excluded = 0;
        for (int i = 0; i < 100; i++) {
            excluded += file.excludedByDuckDb("id", blob(bytes(random))).size();
        }
        assertThat(excluded).isGreaterThanOrEqualTo(100 * GROUPS * 98 / 100);
        assertThat(file.excludedByDuckDb("name", "''")).isEmpty();
        assertThat(file.excludedByDuckDb("number", "(150 - 3000) * 1000000007::BIGINT"))
                .hasSizeGreaterThanOrEqualTo(GROUPS - 2)
                .doesNotContain(0);
    }

    @Test
    void nothingElseOfTheFileChanges() throws Exception {
        byte[] before = Files.readAllBytes(file.plain());
        byte[] after = Files.readAllBytes(file.complete());
        FileMetaData plain = FilteredFile.metadata(file.plain());
        FileMetaData complete = FilteredFile.metadata(file.complete());

        assertThat(Arrays.mismatch(before, 0, FilteredFile.footerStart(before), after, 0, after.length))
                .as("up to the old footer")
                .isEqualTo(FilteredFile.footerStart(before));
        assertThat(filtersOf(complete)).isNotEqualTo(filtersOf(plain));
        for (int group = 0; group < GROUPS; group++) {
            for (int column = 0; column < 6; column++) {
                ColumnMetaData was = column(plain, group, column);
                ColumnMetaData is = column(complete, group, column);
                if (!was.isSetBloom_filter_offset()) {
                    is.unsetBloom_filter_offset();
                    is.unsetBloom_filter_length();
                }
            }
        }
        assertThat(complete).isEqualTo(plain);
        assertThat(plain.getKey_value_metadata()).isNotEmpty();
        assertThat(plain.getCreated_by()).startsWith("DuckDB");
    }

    @Test
    void aFilterThatDuckDbHasMadeIsLeftAloneAndOtherColumnsGetNone() throws Exception {
        FileMetaData plain = FilteredFile.metadata(file.plain());
        FileMetaData complete = FilteredFile.metadata(file.complete());

        for (int group = 0; group < GROUPS; group++) {
            assertThat(column(plain, group, 4).isSetBloom_filter_offset()).isTrue();
            assertThat(column(complete, group, 4)).isEqualTo(column(plain, group, 4));
            assertThat(column(plain, group, 5).isSetBloom_filter_offset()).isFalse();
            assertThat(column(complete, group, 5)).isEqualTo(column(plain, group, 5));
            assertThat(column(plain, group, 1).isSetBloom_filter_offset()).isFalse();
            assertThat(column(complete, group, 1).isSetBloom_filter_offset()).isTrue();
        }
    }

    @Test
    void allRowsAreReadAsBeforeByDuckDbAndIceberg() throws Exception {
        String rows = "SELECT md5(string_agg(t::VARCHAR, ';' ORDER BY height)) FROM '%s' t";
        assertThat(FilteredFile.query(rows.formatted(file.complete())))
                .isEqualTo(FilteredFile.query(rows.formatted(file.plain())));
        List<String> before = readByIceberg(file.plain());
        assertThat(before).hasSize(7900);
        assertThat(readByIceberg(file.complete())).isEqualTo(before);
    }

    @Test
    void icebergTakesTheSameMetrics() throws Exception {
        Metrics plain = metrics(file.plain());
        Metrics complete = metrics(file.complete());

        assertThat(complete.recordCount()).isEqualTo(plain.recordCount()).isEqualTo(7900);
        assertThat(complete.columnSizes()).isEqualTo(plain.columnSizes());
        assertThat(complete.valueCounts()).isEqualTo(plain.valueCounts());
        assertThat(complete.nullValueCounts()).isEqualTo(plain.nullValueCounts());
        assertThat(complete.lowerBounds()).isEqualTo(plain.lowerBounds());
        assertThat(complete.upperBounds()).isEqualTo(plain.upperBounds());
    }

    @Test
    void aFileOfOneRowHasTheSmallestFilter() throws Exception {
        FilteredFile one = FilteredFile.of(
                folder,
                "SELECT i AS height, encode(i::VARCHAR) AS id, '' AS name, i AS number, 1 AS few FROM range(101) r(i)");

        List<List<Integer>> left = one.leftByIceberg(List.of(
                Expressions.equal("id", ByteBuffer.wrap(new byte[] {'1', '0', '0'})),
                Expressions.equal("id", ByteBuffer.wrap(new byte[] {'9', '9'})),
                Expressions.equal("name", ""),
                Expressions.equal("number", 100L),
                Expressions.equal("number", 101L)));
        assertThat(left).containsExactly(List.of(0), List.of(), List.of(0), List.of(0), List.of());
        assertThat(column(FilteredFile.metadata(one.complete()), 0, 1).getBloom_filter_length())
                .isBetween(32, 64);
    }

    @Test
    void aRowGroupOfNullsHasAFilterThatExcludesAllAndIsStillReadForNulls() throws Exception {
        FilteredFile one = FilteredFile.of(
                folder, "SELECT i AS height, NULL AS id, NULL AS name, NULL AS number, 1 AS few FROM range(5000) r(i)");

        List<List<Integer>> left = one.leftByIceberg(List.of(
                Expressions.equal("name", ""),
                Expressions.equal("id", ByteBuffer.wrap(new byte[0])),
                Expressions.isNull("id")));
        assertThat(left).containsExactly(List.of(), List.of(), List.of(0, 1, 2));
        assertThat(FilteredFile.query("SELECT count(*) FROM '" + one.complete() + "' WHERE id IS NULL"))
                .containsExactly("4900");
    }

    private static ThrowingConsumer<List<Integer>> left(int group) {
        return groups -> assertThat(groups).contains(group);
    }

    private static List<Expression> equal(String column, List<Object> values) {
        return values.stream()
                .map(value -> (Expression) Expressions.equal(column, value))
                .toList();
    }

    private static List<Long> filtersOf(FileMetaData metadata) {
        return IntStream.range(0, GROUPS)
                .mapToObj(group -> column(metadata, group, 1).getBloom_filter_offset())
                .toList();
    }

    private static ColumnMetaData column(FileMetaData metadata, int group, int column) {
        RowGroup rows = metadata.getRow_groups().get(group);
        return rows.getColumns().get(column).getMeta_data();
    }

    private static Metrics metrics(Path file) {
        return ParquetUtil.fileMetrics(org.apache.iceberg.Files.localInput(file.toFile()), MetricsConfig.getDefault());
    }

    private static List<String> readByIceberg(Path file) throws Exception {
        Schema schema;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            schema = ParquetSchemaUtil.convert(reader.getFileMetaData().getSchema());
        }
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<StructLike> all = Parquet.read(org.apache.iceberg.Files.localInput(file.toFile()))
                .project(schema)
                .createReaderFunc(type -> InternalReader.create(schema, type))
                .build()) {
            for (StructLike row : all) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < row.size(); i++) {
                    Object value = row.get(i, Object.class);
                    text.append(value instanceof ByteBuffer buffer ? hex(buffer) : value)
                            .append('|');
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String blob(byte[] bytes) {
        return "from_hex('" + HexFormat.of().formatHex(bytes) + "')";
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
