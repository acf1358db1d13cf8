package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of the built-in dataset, run by the engine. */
class DatasetSqlTests {
    private static final Dataset ARIO = DatasetReader.read("ario");

    @TempDir
    Path folder;

    @Test
    void everyTableAndFaultCheckIsSoundWhereTheSourceIsEmpty() {
        for (String signature : List.of("true", "false")) {
            Map<String, String> options = options("signature", signature);
            try (Engine engine = Tables.engine(folder);
                    Session session = engine.session()) {
                session.options(options);
                ARIO.sources().forEach(session::loadEmpty);
                ARIO.prepared().forEach(session::prepare);
                for (TableSpec table : ARIO.tables()) {
                    assertThat(session.sort(table.under(options), Carry.none()).hash())
                            .isEqualTo(ContentHash.EMPTY);
                }
                for (Dataset.FaultCheck check : ARIO.faults()) {
                    assertThat(session.checks().count(check, List.of()))
                            .as(check.name())
                            .isEqualTo(new FaultCount(0, ""));
                }
            }
        }
    }

    @Test
    void aTagTakesTheHeightOfItsRowAndOneWithoutAValueIsCounted() throws Exception {
        Path file = Files.createDirectory(folder.resolve("data")).resolve("tags.parquet");
        try (BufferAllocator allocator = new RootAllocator();
                Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            session.options(options());
            load(
                    session,
                    allocator,
                    "data_items",
                    Map.of("id", id(1), "height", 7L, "tag_count", 2, "indexed_at", 99L));
            load(
                    session,
                    allocator,
                    "item_tags",
                    Map.of(
                            "tag_name_hash",
                            id(8),
                            "tag_value_hash",
                            id(9),
                            "height",
                            6L,
                            "data_item_tag_index",
                            0,
                            "data_item_id",
                            id(1)),
                    Map.of(
                            "tag_name_hash",
                            id(8),
                            "tag_value_hash",
                            id(10),
                            "height",
                            7L,
                            "data_item_tag_index",
                            1,
                            "data_item_id",
                            id(1)));
            load(session, allocator, "item_tag_names", Map.of("hash", id(8), "name", new byte[] {'n'}));
            load(session, allocator, "item_tag_values", Map.of("hash", id(9), "value", new byte[0]));
            ARIO.sources().stream()
                    .filter(source -> !List.of("data_items", "item_tags", "item_tag_names", "item_tag_values")
                            .contains(source.name()))
                    .forEach(session::loadEmpty);

            ARIO.prepared().forEach(session::prepare);
            SortedTable tags = session.sort(ARIO.table("tags"), Carry.none());
            assertThat(ARIO.faults().stream()
                            .map(check ->
                                    session.checks().count(check, List.of()).faults()))
                    .containsExactly(1L, 0L, 1L, 0L);
            tags.write(0, tags.rows(), file, Tables.form(Codec.ZSTD));
        }

        assertThat(Tables.query("SELECT height, hex(id), tag_index, indexed_at, hex(tag_name), hex(tag_value),"
                        + " is_data_item FROM '" + file + "'"))
                .containsExactly("7|01|0|99|6E||true", "7|01|1|99|6E|null|true");
    }

    @SafeVarargs
    private static void load(Session session, BufferAllocator allocator, String name, Map<String, Object>... rows)
            throws Exception {
        SourceTable source = ARIO.source(name);
        List<String> columns = source.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
        List<@Nullable Object[]> values = Arrays.stream(rows)
                .map(row -> source.columns().stream()
                        .map(column -> row.get(column.name()))
                        .toArray())
                .toList();
        try (Batches batches = Batches.of(allocator, columns, List.of(values).iterator())) {
            session.load(source, batches, allocator);
        }
    }

    private static byte[] id(int value) {
        return new byte[] {(byte) value};
    }

    private static Map<String, String> options(String... changed) {
        Map<String, String> options = new HashMap<>();
        ARIO.options().forEach(option -> options.put(option.name(), option.value()));
        for (int i = 0; i < changed.length; i += 2) {
            options.put(changed[i], changed[i + 1]);
        }
        return options;
    }
}
