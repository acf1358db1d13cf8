package dev.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTests {
    @TempDir
    Path directory;

    @Test
    void theBuiltInDatasetHasTheTablesColumnsAndIdsThatReadersKnow() {
        Dataset ario = DatasetReader.read("ario");

        assertThat(ario.tables()).extracting(TableSpec::name).containsExactly("tags", "transactions", "blocks");
        assertThat(ario.table("tags").columns())
                .extracting(column ->
                        column.id() + " " + column.name() + " " + column.type() + (column.required() ? "*" : ""))
                .containsExactly(
                        "1 height long*",
                        "2 id binary*",
                        "3 tag_index int",
                        "4 indexed_at long",
                        "5 tag_name binary",
                        "6 tag_value binary",
                        "7 is_data_item boolean*");
        assertThat(ario.table("blocks").columns())
                .extracting(ColumnSpec::id)
                .isEqualTo(java.util.stream.IntStream.rangeClosed(1, 22).boxed().toList());
        assertThat(ario.table("transactions").column("quantity").type()).hasToString("decimal(20,0)");
    }

    @Test
    void idsAndOwnersHaveBloomFilters() {
        assertThat(DatasetReader.read("ario").tables())
                .flatExtracting(table -> table.columns().stream()
                        .filter(ColumnSpec::bloom)
                        .map(column -> table.name() + "." + column.name())
                        .toList())
                .containsExactly("tags.id", "transactions.id", "transactions.owner_address");
    }

    @Test
    void dataItemsAndTheirTagsMayBeAbsentAndBlocksMayNot() {
        assertThat(DatasetReader.read("ario").tables())
                .extracting(table -> table.name() + " " + table.key() + " "
                        + table.replacing().prunable())
                .containsExactly(
                        "tags [id, is_data_item] is_data_item",
                        "transactions [id, is_data_item] is_data_item",
                        "blocks [height] false");
    }

    @Test
    void aTableWithoutAKeyIsComparedByItsSortColumns() throws Exception {
        String ario = Files.readString(Path.of("jobs/ario.yml")).replace("    key: [height]\n", "");
        Path file = Files.writeString(directory.resolve("ario.yml"), ario);
        copySql();

        assertThat(DatasetReader.read(file.toString()).table("blocks").key()).containsExactly("height", "indep_hash");
    }

    @Test
    void aKeyThatAnOptionCanLeaveOutIsRefused() throws Exception {
        String ario = Files.readString(Path.of("jobs/ario.yml"))
                .replace("ario/transactions.sql\n    key: [id,", "ario/transactions.sql\n    key: [signature,");
        Path file = Files.writeString(directory.resolve("ario.yml"), ario);
        copySql();

        assertThatThrownBy(() -> DatasetReader.read(file.toString()))
                .hasMessageContaining("column signature of table transactions is in its key");
    }

    @Test
    void aBloomFilterOfATypeWithoutOneIsRefused() throws Exception {
        String ario = Files.readString(Path.of("jobs/ario.yml"))
                .replace(
                        "name: is_data_item, type: boolean, required: true}",
                        "name: is_data_item, type: boolean, required: true, bloom: true}");
        Path file = Files.writeString(directory.resolve("ario.yml"), ario);
        copySql();

        assertThatThrownBy(() -> DatasetReader.read(file.toString()))
                .hasMessageContaining("column tags.is_data_item is of type boolean, which has no bloom filters");
    }

    @Test
    void aColumnThatIsSwitchedOffIsLeftOutButKeepsItsId() {
        TableSpec transactions = DatasetReader.read("ario").table("transactions");

        assertThat(transactions.under(Map.of("signature", "false")).columns()).hasSize(28);
        assertThat(transactions
                        .under(Map.of("signature", "true"))
                        .column("signature")
                        .id())
                .isEqualTo(29);
    }

    @Test
    void aMalformedDatasetIsRefusedWithTheFileAndTheLine() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yml"), "name: wrong\nversion: one\n");

        assertThatThrownBy(() -> DatasetReader.read(file.toString()))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(e.problem().where()).isEqualTo(file.toString());
                    assertThat(e.problem().message()).contains("'version'", "'one'", "line 2");
                    assertThat(e.problem().remedy()).isEqualTo("Correct the file");
                });
    }

    @Test
    void aMisspeltKeyOfATableIsNamedWithItsTableAndLine() throws Exception {
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(Path.of("jobs/ario.yml")));
        int tags = lines.indexOf("tables:") + 1;
        lines.add(tags + 1, "    prunabel: true");
        Path file = Files.write(directory.resolve("ario.yml"), lines);
        copySql();

        assertThatThrownBy(() -> DatasetReader.read(file.toString()))
                .hasMessageContaining("unknown key 'prunabel' in table 'tags' (line " + (tags + 2) + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identity:%n  table: blocks | identity:%n  table: blcoks | has no table blcoks",
                "column: indep_hash%n  source | column: indep_hsah%n  source | blocks has no column indep_hsah",
                "source: blocks%n  chain | source: l1_tags%n  chain | source l1_tags has no column indep_hash",
                "source: blocks%n  chain | source: blcoks%n  chain | has no source blcoks",
                "column: indep_hash%n  source | column: height%n  source | column height of the identity is not binary",
                "previous: previous_block | previous: previuos | blocks has no column previuos",
                "previous_block, fatal: {option: strict | previous_block, fatal: {option: strcit | unknown option strcit",
                "option: onMissingTag, | option: onMisingTag, | missing-tag is fatal by the unknown option onMisingTag",
                "onMissingTag, value: fail} | onMissingTag, value: fial} | fault missing-tag is fatal by",
                "block_timestamp, type: long | block_timestamp, type: boolean | which no source column has",
                "hash, type: binary, required | hash, type: long, required | is a key of a dictionary, and neither"
            })
    void aMisspeltReferenceThatWouldSwitchACheckOffIsRefused(String text, String slip, String told) throws Exception {
        String ario = Files.readString(Path.of("jobs/ario.yml"));
        Path file = Files.writeString(directory.resolve("ario.yml"), ario.replace(text.formatted(), slip.formatted()));
        copySql();

        assertThatThrownBy(() -> DatasetReader.read(file.toString())).hasMessageContaining(told);
    }

    @Test
    void aFileThatCannotBeReadIsRefused() throws Exception {
        copySql();
        Path file = Files.copy(Path.of("jobs/ario.yml"), directory.resolve("ario.yml"));
        Path sql = directory.resolve("ario/blocks.sql");
        Files.setPosixFilePermissions(sql, Set.of());
        assumeThat(Files.isReadable(sql)).as("the superuser reads all").isFalse();

        assertThatThrownBy(() -> DatasetReader.read(file.toString()))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(e.problem().where()).isEqualTo(sql.toString());
                });
    }

    @Test
    void theHashCoversTheDefinitionAndEverySqlFile() throws Exception {
        // The files by name in ascending order, as sha256sum sees them: name, NUL, content.
        java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
        for (String name : List.of(
                "ario.yml",
                "ario/blocks.sql",
                "ario/missing_tag.sql",
                "ario/named_heights.sql",
                "ario/orphan_tag.sql",
                "ario/rows.sql",
                "ario/tag_count.sql",
                "ario/tag_height.sql",
                "ario/tags.sql",
                "ario/transactions.sql",
                "ario/verify_blocks.sql",
                "ario/verify_data_items.sql",
                "ario/verify_item_tags.sql",
                "ario/verify_l1_tags.sql",
                "ario/verify_l1_transactions.sql",
                "ario/verify_missing_tx_count.sql",
                "ario/verify_tag_count.sql",
                "ario/verify_tag_without_transaction.sql",
                "ario/verify_transaction_without_block.sql",
                "ario/verify_tx_count.sql")) {
            digest.update((name + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(Path.of("jobs", name)));
        }

        assertThat(DatasetReader.read("ario").sha256())
                .isEqualTo(java.util.HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void aSqlFileOutsideTheDatasetsDirectoryIsRefused() throws Exception {
        Files.writeString(directory.resolve("secret.sql"), "SELECT 1");
        Path jobs = Files.createDirectory(directory.resolve("jobs"));
        String ario = Files.readString(Path.of("jobs/ario.yml")).replace("ario/rows.sql", "../secret.sql");
        Path file = Files.writeString(jobs.resolve("ario.yml"), ario);

        assertThatThrownBy(() -> DatasetReader.read(file.toString())).hasMessageContaining("outside its directory");
    }

    @Test
    void partitionsAreAlignedWhateverRangeIsAskedFor() {
        Partitioning thousands = new Partitioning.Truncate(1000);

        assertThat(thousands.cut(new KeyRange(1_400_500, 1_401_499)))
                .isEqualTo(List.of(new KeyRange(1_400_000, 1_400_999), new KeyRange(1_401_000, 1_401_999)));
        assertThat(thousands.aligned(new KeyRange(999, 1000))).hasToString("0-1999");
    }

    @Test
    void partitionsAreCountedWithoutBeingMade() {
        Partitioning sevens = new Partitioning.Truncate(7);

        for (KeyRange range : List.of(new KeyRange(0, 0), new KeyRange(6, 7), new KeyRange(13, 70))) {
            assertThat(sevens.count(range)).isEqualTo(sevens.cut(range).size());
        }
        assertThat(new Partitioning.Truncate(1).count(new KeyRange(0, 9_007_199_254_740_991L)))
                .isEqualTo(9_007_199_254_740_992L);
    }

    @Test
    void aPartitionMayEndWithTheHighestKeyThereIs() {
        long last = Long.MAX_VALUE;

        assertThat(new Partitioning.Truncate(1).cut(new KeyRange(last - 1, last)))
                .containsExactly(new KeyRange(last - 1, last - 1), new KeyRange(last, last));
    }

    @Test
    void runIdsAreVersionSevenAndSortByTime() {
        RunId early = RunId.create(java.time.Instant.ofEpochMilli(1_700_000_000_000L));
        RunId late = RunId.create(java.time.Instant.ofEpochMilli(1_700_000_000_001L));

        java.math.BigInteger bits = java.math.BigInteger.ZERO;
        for (char c : early.text().toCharArray()) {
            bits = bits.shiftLeft(5).add(java.math.BigInteger.valueOf("0123456789abcdefghjkmnpqrstvwxyz".indexOf(c)));
        }
        java.util.UUID uuid = new java.util.UUID(bits.shiftRight(64).longValue(), bits.longValue());
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(1_700_000_000_000L);
        assertThat(early.text()).isLessThan(late.text());
    }

    @Test
    void contentHashesAddUpWithCarryAndReadBack() {
        ContentHash one = new ContentHash(1, 1, -1);
        ContentHash sum = one.plus(new ContentHash(2, 3, 2));

        assertThat(sum).isEqualTo(new ContentHash(3, 5, 1));
        assertThat(ContentHash.parse(sum.toString())).isEqualTo(sum);
    }

    private void copySql() throws Exception {
        Path copies = Files.createDirectory(directory.resolve("ario"));
        try (Stream<Path> files = Files.list(Path.of("jobs/ario"))) {
            for (Path sql : files.toList()) {
                Files.copy(sql, copies.resolve(sql.getFileName()));
            }
        }
    }
}
