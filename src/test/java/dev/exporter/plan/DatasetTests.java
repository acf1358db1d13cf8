package dev.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                    assertThat(e.problem().message()).contains("line 2");
                });
    }

    @Test
    void aSqlFileOutsideTheDatasetsDirectoryIsRefused() throws Exception {
        Files.writeString(directory.resolve("secret.sql"), "SELECT 1");
        Path jobs = Files.createDirectory(directory.resolve("jobs"));
        String ario = Files.readString(Path.of("jobs/ario.yml")).replace("ario/tags.sql", "../secret.sql");
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
}
