package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table holds ids 1 to 40, ten at each of the heights 0 to 3, every second of them prunable; 0 to 9 is a partition. */
class ReplacementTests {
    private static final KeyRange PARTITION = new KeyRange(0, 9);
    private static final String OLD =
            "SELECT (i - 1) // 10 AS height, encode(lpad(i::VARCHAR, 2, '0')) AS id, i % 2 = 0 AS item, 'old' AS note"
                    + " FROM range(1, 41) r(i)";

    @TempDir
    Path folder;

    private Path old;
    private Path written;

    @BeforeEach
    void writeTheOldFile() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        old = data.resolve("old.parquet");
        written = data.resolve("new.parquet");
        Tables.execute(
                "COPY (" + OLD + ") TO '" + old + "' (FORMAT PARQUET, FIELD_IDS {height: 1, id: 2, item: 3, note: 4})");
    }

    @Test
    void absentRowsAreCountedAndNamedAndThePrunableOnesTakeTheirPlaceAmongTheNew() throws Exception {
        String now = OLD.replace("'old'", "'new'") + " WHERE i NOT IN (4, 12, 13, 27, 29, 31)";

        List<String> rows = replace(now, PARTITION, (replacement, rowsAndOld) -> {
            AbsentRows absent = replacement.absent(rowsAndOld.rows(), rowsAndOld.old());
            assertThat(absent)
                    .isEqualTo(new AbsentRows(
                            2,
                            4,
                            List.of(
                                    "height 1, id 3133, item false",
                                    "height 2, id 3237, item false",
                                    "height 2, id 3239, item false")));
            assertThat(absent.all()).isEqualTo(6);
            return Replacement.Keep.PRUNABLE;
        });

        assertThat(rows).hasSize(36).contains("0|04|true|old", "1|12|true|old").isSorted();
        assertThat(rows.stream().filter(row -> row.endsWith("old"))).hasSize(2);
    }

    @Test
    void rowsOutsideTheExportedKeysStayAndDoNotCountAsAbsent() throws Exception {
        String now = OLD.replace("'old'", "'new'") + " WHERE i BETWEEN 11 AND 18";

        List<String> rows = replace(now, new KeyRange(1, 2), (replacement, rowsAndOld) -> {
            assertThat(replacement.absent(rowsAndOld.rows(), rowsAndOld.old()).all())
                    .isEqualTo(12);
            return Replacement.Keep.NONE;
        });

        assertThat(rows.stream().filter(row -> row.endsWith("new"))).hasSize(8);
        assertThat(rows.stream().filter(row -> row.endsWith("old")))
                .hasSize(20)
                .allMatch(row -> row.startsWith("0|") || row.startsWith("3|"));
    }

    @Test
    void aKeyWithAnotherValueIsReorganisedAndItsRowsAreNotAbsent() throws Exception {
        // Height 1 has other notes, height 2 one more note beside the old one, height 3 no row.
        String now = "SELECT height, id, item, CASE height WHEN 1 THEN 'other' ELSE note END AS note FROM (" + OLD
                + " WHERE i IN (1, 11, 21)) UNION ALL SELECT 2, encode('99'), true, 'other'";

        List<String> rows = replace(now, PARTITION, (replacement, rowsAndOld) -> {
            assertThat(replacement.reorganised(rowsAndOld.rows(), rowsAndOld.old(), "note"))
                    .containsExactly(1L);
            assertThat(replacement.absent(rowsAndOld.rows(), rowsAndOld.old()).prunable())
                    .isEqualTo(15);
            return Replacement.Keep.PRUNABLE;
        });

        assertThat(rows.stream().filter(row -> row.startsWith("1|"))).containsExactly("1|11|false|other");
        assertThat(rows).hasSize(4 + 15);
    }

    @Test
    void nullsInTheKeyAreEqualAndAConditionWithoutAnAnswerIsNotMet() throws Exception {
        Tables.execute("COPY (SELECT 0 AS height, CASE WHEN i > 0 THEN encode('' || i) END AS id, CASE WHEN i < 2 THEN"
                + " i = 0 END AS item, 'old' AS note FROM range(4) r(i)) TO '" + old
                + "' (FORMAT PARQUET, FIELD_IDS {height: 1, id: 2, item: 3, note: 4})");

        replace("SELECT 0 AS height, NULL AS id, true AS item, 'new' AS note", PARTITION, (replacement, rowsAndOld) -> {
            assertThat(replacement.absent(rowsAndOld.rows(), rowsAndOld.old()))
                    .isEqualTo(new AbsentRows(
                            0,
                            3,
                            List.of(
                                    "height 0, id 31, item false",
                                    "height 0, id 32, item NULL",
                                    "height 0, id 33, item NULL")));
            return Replacement.Keep.PRUNABLE;
        });
    }

    @Test
    void rowsThatAreNewAreToldFromOldOnesThatAreAsTheyWere() throws Exception {
        String more = " UNION ALL SELECT 2, encode('98'), true, 'new' UNION ALL SELECT 0, encode('97'), false, 'new'";

        assertThat(gained(OLD + more)).containsExactly("0|97|false|new", "2|98|true|new");
        assertThat(gained(OLD)).as("nothing is new").isEmpty();
        assertThat(gained(OLD + " WHERE i > 1" + more)).as("one is absent").isEmpty();
        assertThat(gained(OLD + " WHERE i > 5" + more)).as("there are fewer").isEmpty();
        assertThat(gained(OLD.replace("'old'", "CASE i WHEN 7 THEN 'other' ELSE 'old' END") + more))
                .as("one is another one")
                .isEmpty();
        assertThat(gained(OLD + more + " UNION ALL SELECT 0, encode('04'), true, 'again'"))
                .as("an old key has a second row")
                .isEmpty();
    }

    /** The rows that would be written beside the old file. */
    private List<String> gained(String now) throws Exception {
        TableSpec table = table(now);
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session();
                Session before = engine.session()) {
            ContentHash recorded = before.sort(table(OLD), Carry.none()).hash();
            OldRows held = new OldRows(table, List.of(old), "height", PARTITION);
            OutputRows rows = session.make(table, "height", PARTITION);
            Replacement replacement = new Replacement(session, PARTITION);
            replacement.absent(rows, held);
            Optional<SortedTable> gained =
                    replacement.gained(replacement.sort(rows, held, Replacement.Keep.NONE), held, recorded);
            if (gained.isEmpty()) {
                return List.of();
            }
            gained.get().write(0, gained.get().rows(), written, Tables.form(Codec.ZSTD));
        }
        return Tables.query("SELECT height, decode(id), item, note FROM '" + written + "'");
    }

    private record RowsAndOld(OutputRows rows, OldRows old) {}

    private static TableSpec table(String sql) {
        TableSpec plain = Tables.table(
                sql, List.of("height", "id"), "1 height long*", "2 id binary", "3 item boolean", "4 note string");
        return new TableSpec(
                plain.name(),
                plain.columns(),
                plain.sort(),
                List.of(),
                plain.sql(),
                new TableSpec.Replacing(List.of("id", "item"), "item -- or not"),
                TableSpec.Working.NONE);
    }

    /** What is written in place of the old file, read by another DuckDB. */
    private List<String> replace(
            String sql, KeyRange exported, BiFunction<Replacement, RowsAndOld, Replacement.Keep> decision)
            throws Exception {
        TableSpec table = table(sql);
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            OutputRows rows = session.make(table, "height", PARTITION);
            OldRows held = new OldRows(table, List.of(old), "height", exported);
            Replacement replacement = new Replacement(session, PARTITION);
            Replacement.Keep keep = decision.apply(replacement, new RowsAndOld(rows, held));
            SortedTable sorted = replacement.sort(rows, held, keep);
            sorted.write(0, sorted.rows(), written, Tables.form(Codec.ZSTD));
        }
        return Tables.query("SELECT height, decode(id), item, note FROM '" + written + "'");
    }
}
