package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTests {
    private static final SourceTable ITEMS = Tables.source(
            "items",
            new SourceTable.ByRange("height", "id"),
            "height long",
            "id binary",
            "index int",
            "amount decimal(20,0)",
            "note string");
    private static final List<String> ITEM_COLUMNS =
            List.of("height long", "id binary", "index int", "amount string", "note string");
    private static final SourceTable NAMES = Tables.source(
            "names", new SourceTable.ByKey("hash", List.of(new SourceTable.KeyColumn("items", "id"))), "hash binary");

    @TempDir
    Path folder;

    private BufferAllocator allocator;
    private Engine engine;
    private Session session;

    @BeforeEach
    void open() {
        allocator = new RootAllocator();
        engine = Tables.engine(folder);
        session = engine.session();
    }

    /** Both allocators complain of buffers that were not given back. */
    @AfterEach
    void close() {
        session.close();
        engine.close();
        allocator.close();
    }

    @Test
    void everyValueArrivesAsItWas() throws Exception {
        @Nullable Object[] full = {
            Long.MIN_VALUE, new byte[] {(byte) 0xff, 0, 'x'}, Integer.MIN_VALUE, "-99999999999999999999", "é\0"
        };
        @Nullable Object[] empty = {0L, new byte[0], 0, "0", ""};
        @Nullable Object[] none = {null, null, null, null, null};

        assertThat(load(ITEMS, ITEM_COLUMNS, full, empty, none)).isEqualTo(3);

        assertThat(rows("SELECT height, hex(id), index, amount, hex(encode(note)), typeof(height), typeof(id),"
                        + " typeof(index), typeof(amount), typeof(note) FROM items"))
                .containsExactly(
                        "-9223372036854775808|FF0078|-2147483648|-99999999999999999999|C3A900|BIGINT|BLOB|INTEGER|"
                                + "DECIMAL(20,0)|VARCHAR",
                        "0||0|0||BIGINT|BLOB|INTEGER|DECIMAL(20,0)|VARCHAR",
                        "null|null|null|null|null|BIGINT|BLOB|INTEGER|DECIMAL(20,0)|VARCHAR");
    }

    @Test
    void aReaderThatReusesItsBuffersIsLoadedRight() throws Exception {
        SourceTable numbers = Tables.source("numbers", new SourceTable.ByRange("n", "n"), "n long", "text binary");
        Iterator<List<@Nullable Object[]>> batches = IntStream.range(0, 200)
                .mapToObj(batch -> IntStream.range(batch * 2000, (batch + 1) * 2000)
                        .mapToObj(n -> new @Nullable Object[] {(long) n, bytes("row " + n)})
                        .toList())
                .iterator();
        try (Batches rows = Batches.of(allocator, List.of("n long", "text binary"), batches)) {
            assertThat(session.load(numbers, rows, allocator)).isEqualTo(400_000);
        }

        assertThat(rows("SELECT count(DISTINCT n), sum(n), count(*) FILTER (decode(text) <> 'row ' || n) FROM numbers"))
                .containsExactly("400000|79999800000|0");
    }

    @Test
    void theReadersOwnExceptionComesOutAndTheSessionGoesOn() throws Exception {
        RuntimeException own = ExporterException.failed("value-does-not-fit", "it does not", "", "", null);
        try (Batches rows = batches(ITEM_COLUMNS, item(1, "a")).failingAtTheEndWith(own)) {
            assertThatThrownBy(() -> session.load(ITEMS, rows, allocator)).isSameAs(own);
        }
        IOException io = new IOException("the disk is gone");
        try (Batches rows = batches(ITEM_COLUMNS).failingAtTheEndWith(io)) {
            assertThatThrownBy(() -> session.load(ITEMS, rows, allocator))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCause(io);
        }

        assertThat(load(ITEMS, ITEM_COLUMNS, item(1, "a"))).isEqualTo(1);
        assertThat(rows("SELECT count(*) FROM duckdb_views() WHERE NOT internal"))
                .containsExactly("0");
    }

    @Test
    void aLoadThatFailsBeforeTheFirstBatchLeaksNothing() throws Exception {
        session.loadEmpty(ITEMS);
        try (Batches rows = batches(ITEM_COLUMNS, item(1, "a"))) {
            assertThatThrownBy(() -> session.load(ITEMS, rows, allocator))
                    .isInstanceOf(ExporterException.class)
                    .hasMessageContaining("items");
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
    }

    @Test
    void aDecimalThatDoesNotFitIsNamed() throws Exception {
        try (Batches rows = batches(ITEM_COLUMNS, new @Nullable Object[] {1L, null, 1, "12x", ""})) {
            assertThatThrownBy(() -> session.load(ITEMS, rows, allocator))
                    .isInstanceOfSatisfying(ExporterException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("value-does-not-fit");
                        assertThat(e.getMessage()).contains("12x").contains("source table items");
                    });
        }
    }

    @Test
    void keysAreDistinctAndCanBeReadWhileTheirDictionaryIsLoaded() throws Exception {
        List<@Nullable Object[]> items = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            items.add(item(i, "key " + i % 20_000));
        }
        items.add(new @Nullable Object[] {1L, null, 1, "1", ""});
        load(ITEMS, ITEM_COLUMNS, items.toArray(Object[][]::new));

        try (KeyCursor keys = session.keys(NAMES);
                Batches rows = Batches.of(allocator, List.of("hash binary"), new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return keys.hasNext();
                    }

                    @Override
                    public List<@Nullable Object[]> next() {
                        List<@Nullable Object[]> some = new ArrayList<>();
                        while (some.size() < 1000 && keys.hasNext()) {
                            some.add(new @Nullable Object[] {keys.next()});
                        }
                        return some;
                    }
                })) {
            assertThat(session.load(NAMES, rows, allocator)).isEqualTo(20_000);
            assertThat(keys.hasNext()).isFalse();
        }

        assertThat(rows("SELECT count(DISTINCT hash), count(*) FILTER (decode(hash) LIKE 'key %') FROM names"))
                .containsExactly("20000|20000");
    }

    @Test
    void aCursorOfKeysMayBeLeftInTheMiddleAndThereMayBeNone() {
        load(ITEMS, ITEM_COLUMNS, item(1, "a"), item(2, "b"));
        try (KeyCursor keys = session.keys(NAMES)) {
            assertThat(keys.next()).hasSize(1);
        }
        session.drop(ITEMS.name());
        session.loadEmpty(ITEMS);
        try (KeyCursor keys = session.keys(NAMES)) {
            assertThat(keys.hasNext()).isFalse();
        }
    }

    @Test
    void faultChecksSeeOptionsAndSourceRows() {
        session.options(Map.of("on\"Odd", "it's", "strict", "true"));
        load(ITEMS, ITEM_COLUMNS, item(1, "a"), item(2, "b"));

        Dataset.FaultCheck all = check("SELECT height AS key, 'height ' || height AS example FROM items"
                + " WHERE (SELECT \"on\"\"Odd\" FROM options) = 'it''s' -- all of them");
        assertThat(session.checks().count(all, List.of())).isEqualTo(new FaultCount(2, "height 1"));
        assertThat(session.checks().count(all, List.of(new KeyRange(7, 9), new KeyRange(0, 1))))
                .isEqualTo(new FaultCount(1, "height 2"));
        Dataset.FaultCheck none = check("SELECT height AS key, note AS example FROM items WHERE height > 5");
        assertThat(session.checks().count(none, List.of())).isEqualTo(new FaultCount(0, ""));
    }

    @Test
    void sessionsDoNotSeeEachOthersTablesAndLeaveNoMemoryBehind() throws Exception {
        try (Session other = engine.session()) {
            load(ITEMS, ITEM_COLUMNS, item(1, "a"));
            other.loadEmpty(ITEMS);
            assertThat(other.checks().count(check("SELECT height AS key, '' AS example FROM items"), List.of()))
                    .isEqualTo(new FaultCount(0, ""));
        }
        session.close();
        session = engine.session();
        assertThat(
                        rows(
                                "SELECT count(*) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE' AND memory_usage_bytes > 0"))
                .containsExactly("0");
    }

    private static Dataset.FaultCheck check(String sql) {
        return new Dataset.FaultCheck("odd", sql, "odd rows", "strict", "true", false);
    }

    private static @Nullable Object[] item(long height, String id) {
        return new @Nullable Object[] {height, bytes(id), 1, "5", id};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Batches batches(List<String> columns, @Nullable Object[]... rows) {
        return Batches.of(allocator, columns, List.of(Arrays.asList(rows)).iterator());
    }

    private long load(SourceTable source, List<String> columns, @Nullable Object[]... rows) {
        try (Batches batches = batches(columns, rows)) {
            return session.load(source, batches, allocator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> rows(String sql) throws Exception {
        return Tables.query(session.connection(), sql);
    }
}
