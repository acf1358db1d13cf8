package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Codec;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.file.KeySample;
import dev.exporter.transform.file.ReadOnlyTables;
import dev.exporter.transform.file.TableView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data files from before columns were added, renamed and widened. They are read by their field ids. */
class OlderFilesTests {
    private static final String OLD =
            "SELECT i::BIGINT AS height, encode('id' || i) AS name, (i * 10)::INTEGER AS size,"
                    + " (i * 1.5)::DECIMAL(9,2) AS fee, 'trap' AS note FROM range(6) r(i)";
    /** Field 5 was never this table's; the old file has another column of that name under an id that nobody knows. */
    private static final String[] COLUMNS = {
        "1 height long*", "2 id binary", "3 bytes long", "4 fee decimal(20,2)", "5 note string"
    };

    @TempDir
    Path folder;

    private Path old;
    private Path written;

    @BeforeEach
    void writeTheOldFile() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        old = data.resolve("old.parquet");
        written = data.resolve("new.parquet");
        Tables.execute("COPY (" + OLD + ") TO '" + old
                + "' (FORMAT PARQUET, FIELD_IDS {height: 1, name: 2, size: 3, fee: 4, note: 99})");
    }

    @Test
    void rowsAreTakenOverAndComparedAndPrunedByColumnsThatTheFileHasOtherwise() throws Exception {
        // 1 and 4 are absent; 4 can be pruned by its size, and by its note, which the file does not have.
        String now = "SELECT i AS height, encode('id' || i) AS id, 3000000000 AS bytes, 0.25 AS fee, 'new' AS note"
                + " FROM range(1, 5) r(i) WHERE i IN (2, 3)";
        TableSpec plain = Tables.table(now, List.of("height", "id"), COLUMNS);
        TableSpec table = new TableSpec(
                plain.name(),
                plain.columns(),
                plain.sort(),
                List.of(),
                plain.sql(),
                new TableSpec.Replacing(List.of("id"), "bytes >= 40 AND note IS NULL"),
                TableSpec.Working.NONE);
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            OutputRows rows = session.make(table, "height", new KeyRange(0, 9));
            OldRows held = new OldRows(table, List.of(old), "height", new KeyRange(1, 4));
            Replacement replacement = new Replacement(session, new KeyRange(0, 9));
            assertThat(replacement.reorganised(rows, held, "id")).isEmpty();
            assertThat(replacement.absent(rows, held)).isEqualTo(new AbsentRows(1, 1, List.of("height 1, id 696431")));
            SortedTable sorted = replacement.sort(rows, held, Replacement.Keep.PRUNABLE);
            sorted.write(0, sorted.rows(), written, Tables.form(Codec.ZSTD));
        }

        assertThat(Tables.query("SELECT height, decode(id), bytes, fee, note FROM '" + written + "'"))
                .containsExactly(
                        "0|id0|0|0.00|null",
                        "2|id2|3000000000|0.25|new",
                        "3|id3|3000000000|0.25|new",
                        "4|id4|40|6.00|null",
                        "5|id5|50|7.50|null");
        assertThat(Tables.query("SELECT DISTINCT column_type FROM (DESCRIBE SELECT bytes, fee FROM '" + written + "')"))
                .containsExactlyInAnyOrder("BIGINT", "DECIMAL(20,2)");
    }

    @Test
    void aQuerySeesOlderAndNewerFilesAsOneTable() throws Exception {
        Tables.execute(
                "COPY (SELECT 6::BIGINT AS height, encode('id6') AS id, 3000000000 AS bytes, 123456789012345678.25"
                        + "::DECIMAL(20,2) AS fee, 'new' AS note) TO '" + written
                        + "' (FORMAT PARQUET, FIELD_IDS {height: 1, id: 2, bytes: 3, fee: 4, note: 5})");
        TableSpec table = Tables.table("", List.of("height"), COLUMNS);
        TableView view = new TableView("t", table.columns(), List.of(old, written));

        try (Connection connection = ReadOnlyTables.open(List.of(view), 256L << 20)) {
            assertThat(Tables.query(connection, "SELECT * REPLACE (decode(id) AS id) FROM t WHERE height >= 5"))
                    .containsExactly("5|id5|50|7.50|null", "6|id6|3000000000|123456789012345678.25|new");
            assertThat(Tables.query(connection, "SELECT count(*), sum(bytes) FROM t WHERE note IS NULL"))
                    .containsExactly("6|150");
            assertThat(Tables.query(connection, "SELECT height FROM t WHERE bytes = 40 OR bytes > 2999999999"))
                    .containsExactly("4", "6");
            assertThat(Tables.query(connection, "SELECT height FROM t WHERE note = 'new' AND fee > 1"))
                    .containsExactly("6");
        }
    }

    @Test
    void aSampleFindsAColumnByItsId() throws Exception {
        TableSpec table = Tables.table("", List.of("height"), COLUMNS);

        assertThat(KeySample.of(List.of(old), table, "height", "id", 100))
                .hasSize(6)
                .containsEntry(3L, "id3".getBytes(StandardCharsets.UTF_8));
    }
}
