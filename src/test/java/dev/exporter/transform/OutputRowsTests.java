package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputRowsTests {
    /** Rows at heights 0 to 39, in a disorder; each height has 50. */
    private static final String ROWS = "SELECT i % 40 AS height, encode('id ' || (i * 7919) % 2000) AS id, i AS n,"
            + " HINT AS hint FROM range(2000) r(i) ORDER BY hash(i)";

    private static final List<KeyRange> PARTITIONS =
            List.of(new KeyRange(0, 9), new KeyRange(10, 19), new KeyRange(20, 29), new KeyRange(30, 39));

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void data() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
    }

    /** A good hint, hints that are wrong within a height and across all, and none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(i % 40) * 10000 + i",
                "(i % 40) * 10000 - i",
                "-(i % 40)",
                "i",
                "CASE WHEN i > 7 THEN i END",
                ""
            })
    void partitionsTakenOutOfAllRowsAreThoseMadeAlone(String hint) throws Exception {
        try (Engine engine = Tables.engine(folder);
                Session all = engine.session()) {
            OutputRows rows = all.make(table(hint, "true"), "height", new KeyRange(0, 39));
            for (KeyRange partition : PARTITIONS) {
                try (Session taker = engine.session();
                        Session alone = engine.session()) {
                    SortedTable taken = taker.take(rows, partition, Carry.none());
                    SortedTable made = alone.sort(
                            table("", "height BETWEEN " + partition.first() + " AND " + partition.last()),
                            Carry.none());
                    assertThat(taken.hash()).isEqualTo(made.hash());
                    assertThat(taken.rows()).isEqualTo(500);
                    assertThat(taken.keyAt(499)).isEqualTo(made.keyAt(499));
                    assertThat(written(taken)).isEqualTo(written(made)).hasSize(500);
                }
            }
        }
    }

    @Test
    void aPartitionWithoutRowsIsEmpty() {
        try (Engine engine = Tables.engine(folder);
                Session all = engine.session();
                Session taker = engine.session();
                Session other = engine.session()) {
            OutputRows rows = all.make(table("", "height <> 15"), "height", new KeyRange(0, 39));

            assertThat(taker.take(rows, new KeyRange(40, 44), Carry.none()).rows())
                    .isZero();
            assertThat(other.take(rows, new KeyRange(15, 19), Carry.none()).rows())
                    .isEqualTo(200);
        }
    }

    @Test
    void rowsThatAreCarriedOverTakeTheirPlaceAmongThoseOfThePartition() throws Exception {
        Path old = data.resolve("old.parquet");
        try (Engine engine = Tables.engine(folder);
                Session all = engine.session();
                Session taker = engine.session();
                Session alone = engine.session()) {
            alone.sort(table("", "height < 10"), Carry.none()).write(0, 500, old, Tables.form(Codec.ZSTD));
            OutputRows rows =
                    all.make(table("(i % 40) * 10000 + i", "height BETWEEN 3 AND 30"), "height", new KeyRange(0, 39));

            SortedTable taken =
                    taker.take(rows, PARTITIONS.get(0), new Carry(List.of(old), "height", new KeyRange(3, 30)));

            assertThat(taken.rows()).isEqualTo(500);
            assertThat(written(taken)).isEqualTo(Tables.query("SELECT * FROM '" + old + "'"));
        }
    }

    @Test
    void aRowThatWouldBeInNoPartitionIsAFailure() {
        try (Engine engine = Tables.engine(folder);
                Session all = engine.session()) {
            TableSpec table = table("", "true");

            assertThatThrownBy(() -> all.make(table, "height", new KeyRange(0, 38)))
                    .hasMessageContaining("50 rows have no height of the range 0-38, one with 39");
        }
    }

    /** Without a hint the column is there, but does not order anything. */
    private static TableSpec table(String hint, String condition) {
        TableSpec plain = Tables.table(
                "SELECT * FROM (" + ROWS.replace("HINT", hint.isEmpty() ? "0" : hint) + ") WHERE " + condition,
                List.of("height", "id"),
                "1 height long*",
                "2 id binary*",
                "3 n long");
        return new TableSpec(
                plain.name(),
                plain.columns(),
                plain.sort(),
                List.of(),
                plain.sql(),
                TableSpec.Replacing.DEFAULT,
                new TableSpec.Working(
                        List.of(new TableSpec.Working.Column("hint", ColumnType.Primitive.LONG)),
                        hint.isEmpty() ? List.of() : List.of("hint")));
    }

    private List<String> written(SortedTable table) throws Exception {
        List<String> rows = new ArrayList<>();
        Path file = data.resolve("part.parquet");
        for (long first = 0; first < table.rows(); first += 250) {
            table.write(first, 250, file, Tables.form(Codec.SNAPPY));
            rows.addAll(Tables.query("SELECT * FROM '" + file + "'"));
        }
        return rows;
    }
}
