package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.transform.sql.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provokes DuckDB's own errors, since only their texts tell them apart. */
class FailureTests {
    @TempDir
    Path folder;

    @Test
    void tooLittleMemoryNamesTheOptionsThatHelpAndTheSessionGoesOn() {
        try (Engine engine = Tables.engine(folder, 64L << 20, 1);
                Session session = engine.session()) {
            // A list is one value, which cannot be spilled in parts.
            var table = Tables.table(
                    "SELECT 1 AS height, array_to_string(list(repeat('y', 1000) || i), '') AS note"
                            + " FROM range(1000000) r(i)",
                    List.of("height"),
                    "1 height long*",
                    "2 note string");

            assertThatThrownBy(() -> session.sort(table, Carry.none()))
                    .isInstanceOfSatisfying(ExporterException.class, e -> {
                        assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED);
                        assertThat(e.problem().code()).isEqualTo("out-of-memory");
                        assertThat(e.problem().remedy())
                                .contains("--memoryLimit", "--maxFileRows", "--heightPartitionSize");
                    });
            assertThat(session.sort(
                                    Tables.table("SELECT 1 AS height", List.of("height"), "1 height long*"),
                                    Carry.none())
                            .rows())
                    .isEqualTo(1);
        }
    }

    @Test
    void tooLittleRoomToSpillNamesTheOptionsThatHelp() {
        SQLException error = error("SET memory_limit = '64MB'; SET threads = 1; SET temp_directory = '" + folder
                + "/spill'; SET max_temp_directory_size = '1MB'; CREATE TEMP TABLE t AS"
                + " SELECT i, md5(i::VARCHAR) || md5('x' || i) AS s FROM range(5000000) r(i) ORDER BY s");

        ExporterException failure = Failure.of(error, "the sort of table t");

        assertThat(failure.problem().code()).isEqualTo("out-of-spill-space");
        assertThat(failure.problem().remedy())
                .contains("--memoryLimit", "--readBy index", "--maxFileRows", "--heightPartitionSize");
        assertThat(failure).hasCause(error);
    }

    @Test
    void aFullDiskIsNamed() {
        SQLException error = error("COPY (SELECT repeat('x', 1000) || i AS a FROM range(100000) r(i))"
                + " TO '/dev/full' (FORMAT PARQUET, USE_TMP_FILE false)");

        ExporterException failure = Failure.of(error, "files/a.parquet");

        assertThat(failure.problem().code()).isEqualTo("disk-full");
        assertThat(failure.problem().where()).isEqualTo("files/a.parquet");
        assertThat(failure.problem().remedy()).contains("Free space", "an export with --resume");
    }

    @Test
    void aFolderThatIsNotThereFailsAndIsNamed() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable table =
                    session.sort(Tables.table("SELECT 1 AS height", List.of("height"), "1 height long*"), Carry.none());
            Path file = folder.resolve("data/none/a.parquet");

            assertThatThrownBy(() -> table.write(0, 1, file, Tables.form(Codec.ZSTD)))
                    .isInstanceOfSatisfying(
                            ExporterException.class,
                            e -> assertThat(e.problem().where()).isEqualTo(file.toString()));
        }
    }

    @Test
    void aFailureOfNoKnownKindSaysWhatToDoAsWell() {
        ExporterException failure = Failure.of(error("SELECT nothing"), "table t");

        assertThat(failure.problem().code()).isEqualTo("sql-engine");
        assertThat(failure.problem().remedy()).startsWith("Try again; where it fails in the same way");
    }

    private static SQLException error(String sql) {
        return catchThrowableOfType(SQLException.class, () -> Tables.execute(sql));
    }
}
