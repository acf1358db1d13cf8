package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data files of one export with small bounds: how large they are, in which order, and what manifests say of them. */
@Timeout(900)
class DataFilesIT {
    private static final long FIRST = 1_400_000;
    private static final long LAST = 1_401_999;
    private static final int MAX_FILE_ROWS = 1500;
    private static final int MAX_FILE_BYTES = 100_000;
    private static final int SHORT_BOUND = 16;
    /** The declared sort order, as SQL that DuckDB and Java order alike. */
    private static final Map<String, String> SORT_KEYS = Map.of(
            "tags", "printf('%012d', height) || hex(id) || printf('.%09d', tag_index)",
            "transactions", "printf('%012d', height) || hex(id)",
            "blocks", "printf('%012d', height) || coalesce(hex(indep_hash), '')");
    /** Values in which bounds exclude nothing. */
    private static final Map<String, Set<String>> WITHOUT_BOUNDS = Map.of(
            "tags", Set.of("id"),
            "transactions",
                    Set.of(
                            "id",
                            "target",
                            "anchor",
                            "owner_address",
                            "data_root",
                            "parent",
                            "owner",
                            "root_transaction_id"),
            "blocks",
                    Set.of(
                            "indep_hash",
                            "previous_block",
                            "nonce",
                            "hash",
                            "reward_addr",
                            "hash_list_merkle",
                            "wallet_list",
                            "tx_root"));

    @TempDir
    static Path directory;

    static ExportedTables tables;

    @BeforeAll
    static void export() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 2000, 7200, 7);
        tables = new ExportedTables(directory.resolve("warehouse"));
        new ExporterHere(directory)
                .run(
                        gateway.options(),
                        "--startHeight=" + FIRST,
                        "--endHeight=" + LAST,
                        "--heightPartitionSize=500",
                        "--maxFileRows=" + MAX_FILE_ROWS,
                        "--maxFileBytes=" + MAX_FILE_BYTES,
                        "--rowGroupSize=512")
                .requireExit(0);
        tables.requireRowsOf(gateway, FIRST, LAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags", "transactions", "blocks"})
    void noFileHasMoreRowsOrBytesThanItsBounds(String table) throws Exception {
        List<DataFile> files = tables.files(table);

        assertThat(files).allSatisfy(file -> {
            assertThat(file.recordCount()).isBetween(1L, (long) MAX_FILE_ROWS);
            assertThat(Files.size(ExportedTables.path(file)))
                    .isEqualTo(file.fileSizeInBytes())
                    .isLessThanOrEqualTo(MAX_FILE_BYTES * 11L / 10);
        });
        // Otherwise the bounds were never reached, and nothing was shown.
        assertThat(files).hasSizeGreaterThan(table.equals("blocks") ? 4 : 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags", "transactions", "blocks"})
    void theRowsOfAPartitionAreSortedWithinAndAcrossItsFiles(String table) throws Exception {
        Map<Long, List<Path>> partitions = new HashMap<>();
        tables.files(table)
                .forEach(file -> partitions
                        .computeIfAbsent(file.partition().get(0, Long.class), height -> new ArrayList<>())
                        .add(ExportedTables.path(file)));

        assertThat(partitions).hasSize(4);
        for (List<Path> files : partitions.values()) {
            List<String> keys = ExportedTables.rowsOf(files, "SELECT " + SORT_KEYS.get(table) + " AS sort_key");
            assertThat(keys).isSorted();
        }
        assertThat(tables.table(table).sortOrder().isSorted()).isTrue();
        assertThat(tables.files(table))
                .allSatisfy(file -> assertThat(file.sortOrderId())
                        .isEqualTo(tables.table(table).sortOrder().orderId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags", "transactions", "blocks"})
    void whatManifestsSayOfAFileIsWhatAFullReadGives(String table) throws Exception {
        List<Types.NestedField> columns = tables.table(table).schema().columns();
        Set<String> without = WITHOUT_BOUNDS.getOrDefault(table, Set.of());
        List<String> expressions = new ArrayList<>(List.of("count(*)"));
        columns.forEach(column -> expressions.addAll(FileColumn.expressions(column)));
        for (DataFile file : tables.files(table)) {
            Iterator<@Nullable String> read = ExportedTables.valuesOf(ExportedTables.path(file), expressions)
                    .iterator();
            assertThat(read.next()).isEqualTo(Long.toString(file.recordCount()));
            for (Types.NestedField column : columns) {
                FileColumn found =
                        new FileColumn(column, Long.parseLong(String.valueOf(read.next())), read.next(), read.next());
                found.requireDescribedBy(file, !without.contains(column.name()));
            }
        }
    }

    /**
     * What a full read found in a column of a file.
     *
     * @param values that are not NULL
     * @param least of them: text and bytes as hexadecimal digits, others in their usual form
     */
    private record FileColumn(
            Types.NestedField column,
            long values,
            @Nullable String least,
            @Nullable String greatest) {
        static List<String> expressions(Types.NestedField column) {
            String name = '"' + column.name() + '"';
            String form = switch (column.type().typeId()) {
                case STRING -> "lower(hex(%s(encode(" + name + "))))";
                case BINARY -> "lower(hex(%s(" + name + ")))";
                default -> "%s(" + name + ")::VARCHAR";
            };
            return List.of("count(" + name + ")", String.format(form, "min"), String.format(form, "max"));
        }

        void requireDescribedBy(DataFile file, boolean hasBounds) {
            int id = column.fieldId();
            String name = column.name() + " in " + file.location();
            assertThat(file.valueCounts()).as("values of %s", name).containsEntry(id, file.recordCount());
            assertThat(file.nullValueCounts()).as("nulls of %s", name).containsEntry(id, file.recordCount() - values);
            boolean bounded = hasBounds && values > 0;
            ByteBuffer lower = file.lowerBounds().get(id);
            ByteBuffer upper = file.upperBounds().get(id);
            if (!hasBounds || values == 0) {
                assertThat(lower).as("lower bound of %s", name).isNull();
                assertThat(upper).as("upper bound of %s", name).isNull();
                return;
            }
            if (lower == null || upper == null) {
                throw new AssertionError("no bounds of " + name);
            }
            if (isShortened()) {
                requireShortened(lower, upper, name);
            } else {
                assertThat(text(lower)).as("lower bound of %s", name).isEqualTo(least);
                assertThat(text(upper)).as("upper bound of %s", name).isEqualTo(greatest);
            }
        }

        private boolean isShortened() {
            return column.type().typeId() == Type.TypeID.STRING || column.type().typeId() == Type.TypeID.BINARY;
        }

        /** A lower bound is the start of the least value; an upper one that of the greatest, its last part raised. */
        private void requireShortened(ByteBuffer lower, ByteBuffer upper, String name) {
            assertThat(least).as("lower bound of %s", name).startsWith(hex(lower));
            assertThat(hex(upper)).as("upper bound of %s", name).isGreaterThanOrEqualTo(String.valueOf(greatest));
            boolean whole = hex(lower).equals(least);
            assertThat(whole || characters(lower) == SHORT_BOUND)
                    .as("length of the lower bound of %s", name)
                    .isTrue();
            assertThat(characters(upper))
                    .as("length of the upper bound of %s", name)
                    .isLessThanOrEqualTo(SHORT_BOUND);
        }

        /** Text is shortened to a number of characters, bytes to one of bytes. */
        private int characters(ByteBuffer bound) {
            if (column.type().typeId() == Type.TypeID.BINARY) {
                return bound.remaining();
            }
            String text = StandardCharsets.UTF_8.decode(bound.duplicate()).toString();
            return text.codePointCount(0, text.length());
        }

        private String text(ByteBuffer bound) {
            return Conversions.fromByteBuffer(column.type(), bound).toString();
        }

        private static String hex(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
