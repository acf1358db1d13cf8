package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTests {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"blocks", "l1_transactions", "data_items", "l1_tags", "item_tags"})
    void everyValueOfTheRealPairIsWhatPlainJdbcReads(String name) throws SQLException {
        GatewayFixture gateway = GatewayFixture.real(directory);
        SourceTable table = GatewayFixture.DATASET.source(name);
        List<List<String>> expected = rowsByPlainJdbc(gateway, table);
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(source.check().notes()).isEmpty();
            assertThat(Rows.of(a -> snapshot.read(table, TinySource.ALL, a)))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(source.count(table, TinySource.ALL)).isEqualTo(expected.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"l1_wallets", "l1_tag_names", "l1_tag_values", "item_wallets", "item_tag_names"})
    void everyRowOfTheRealDictionariesIsFound(String name) throws SQLException {
        GatewayFixture gateway = GatewayFixture.real(directory);
        SourceTable table = GatewayFixture.DATASET.source(name);
        List<List<String>> expected = rowsByPlainJdbc(gateway, table);
        List<byte[]> keys = new ArrayList<>(expected.stream()
                .map(row -> HexFormat.of().parseHex(row.get(0).substring(1)))
                .toList());
        keys.add(0, new byte[20]);
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(Rows.of(a -> snapshot.lookUp(table, keys.iterator(), a)))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<List<String>> rowsByPlainJdbc(GatewayFixture gateway, SourceTable table) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + gateway.file(table.database()));
                Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery("SELECT * FROM " + table.table());
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (SourceTable.Column column : table.columns()) {
                    values.add(Rows.shown(row.getObject(column.name())));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    @Test
    void columnsThatAreSwitchedOffAreNull() {
        GatewayFixture gateway = GatewayFixture.real(directory);
        SourceTable items = GatewayFixture.DATASET.source("data_items");
        int signature = 5;
        assertThat(items.columns().get(signature).name()).isEqualTo("signature");
        try (SourceDatabases without = gateway.open(GatewayFixture.ITEMS_ONLY);
                SourceSnapshot snapshot = without.pin()) {
            assertThat(Rows.column(signature, a -> snapshot.read(items, TinySource.ALL, a)))
                    .containsExactly("NULL", "NULL");
        }
        try (SourceDatabases with = gateway.open(Map.of("signature", "true"));
                SourceSnapshot snapshot = with.pin()) {
            assertThat(Rows.column(signature, a -> snapshot.read(items, TinySource.ALL, a)))
                    .hasSize(2)
                    .doesNotContain("NULL");
        }
    }

    @Test
    void aTagBelongsToTheRowThatItsIdNames() throws SQLException {
        GatewayFixture gateway = GatewayFixture.empty(directory);
        try (Connection bundles = gateway.writer("bundles")) {
            GatewayFixture.item(bundles, 1, 9, 1);
            GatewayFixture.item(bundles, 2, 10, 2);
            GatewayFixture.item(bundles, 3, 11, 3);
        }
        SourceTable tags = GatewayFixture.DATASET.source("item_tags");
        KeyRange range = new KeyRange(10, 10);
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(Rows.of(a -> snapshot.read(tags, range, a)))
                    .containsExactlyInAnyOrder(
                            List.of("x01", "x02", "1010", "0", "x0002"), List.of("x01", "x02", "1010", "1", "x0002"));
            assertThat(snapshot.count(tags, range)).isEqualTo(2);
        }
    }

    @Test
    void moreKeysThanFitAListAreAllLookedUp() {
        TinySource tiny = TinySource.create(directory);
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> String.format("(x'%02x', 'word %d')", i, i))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        tiny.change("INSERT INTO words VALUES " + rows);
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            for (int count : new int[] {0, 1, 63, 64, 65, 128, 200}) {
                List<byte[]> keys = IntStream.range(0, count)
                        .mapToObj(i -> new byte[] {(byte) i})
                        .toList();
                assertThat(Rows.column(1, a -> snapshot.lookUp(TinySource.WORDS, keys.iterator(), a)))
                        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count)
                                .mapToObj(i -> "word " + i)
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le"})
    void keysThatAreTextAreLookedUp(String encoding) {
        TinySource tiny = TinySource.create(directory, encoding);
        tiny.change("INSERT INTO words VALUES ('é', 'found'), ('e', 'not asked for'), (x'c3a9', 'a BLOB')");
        SourceTable words = new SourceTable(
                "words",
                "tiny",
                "words",
                List.of(
                        new SourceTable.Column("hash", ColumnType.Primitive.STRING, true, false, null),
                        new SourceTable.Column("word", ColumnType.Primitive.STRING, false, false, null)),
                new SourceTable.ByKey("hash", List.of(new SourceTable.KeyColumn("things", "s"))),
                List.of());
        Dataset dataset = TinySource.with(words);
        try (SourceDatabases source = SourceDatabases.open(
                        dataset, Map.of(), Map.of("tiny", tiny.file()), Duration.ofSeconds(5), Reader.AUTO);
                SourceSnapshot snapshot = source.pin()) {
            List<byte[]> keys = List.of("é".getBytes(StandardCharsets.UTF_8), "z".getBytes(StandardCharsets.UTF_8));
            assertThat(Rows.column(1, a -> snapshot.lookUp(words, keys.iterator(), a)))
                    .containsExactly("found");
        }
    }

    @Test
    void batchesAreBoundedInRows() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 40000 - 1)"
                + " INSERT INTO \"odd \"\"things\"\"\" (id, at, l) SELECT i || x'', i, i FROM n;"
                + " UPDATE \"odd \"\"things\"\"\" SET id = CAST(id AS BLOB)");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            assertThat(Rows.batches(a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a)))
                    .containsExactly(16_384, 16_384, 40_000 - 2 * 16_384);
            assertThat(Rows.column(4, a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a)))
                    .hasSize(40_000)
                    .containsOnly("NULL");
            assertThat(Rows.column(1, a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a)).stream()
                            .mapToLong(Long::parseLong)
                            .sum())
                    .isEqualTo(40_000L * 39_999 / 2);
        }
    }

    @Test
    void batchesAreBoundedInBytes() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20 - 1)"
                + " INSERT INTO \"odd \"\"things\"\"\" (id, at, b) SELECT randomblob(2), i, zeroblob(3000000) FROM n");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            List<Integer> batches = Rows.batches(a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a));
            assertThat(batches).containsExactly(3, 3, 3, 3, 3, 3, 2);
        }
    }

    @Test
    void readingAndLookingUpAreNotMixedUp() {
        TinySource tiny = TinySource.create(directory);
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            assertThatThrownBy(() -> Rows.of(a -> snapshot.read(TinySource.WORDS, TinySource.ALL, a)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Rows.of(a ->
                            snapshot.lookUp(TinySource.THINGS, List.<byte[]>of().iterator(), a)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noTableIsScanned() throws SQLException {
        GatewayFixture gateway = GatewayFixture.empty(directory);
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING);
                SourceSnapshot snapshot = source.pin()) {
            for (SourceTable table : GatewayFixture.DATASET.sources()) {
                String sql = "EXPLAIN QUERY PLAN " + snapshot.query(table).select();
                try (var statement = snapshot.transaction(table).prepare(sql)) {
                    ResultSet step = statement.executeQuery();
                    while (step.next()) {
                        assertThat(step.getString("detail")).startsWith("SEARCH ");
                    }
                }
            }
        }
    }
}
