package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExporterException;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTests {
    @TempDir
    Path folder;

    private Engine engine;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("outside"));
        Files.writeString(folder.resolve("outside/secret.txt"), "secret");
        Tables.execute("COPY (SELECT 1 AS a) TO '" + folder + "/outside/secret.parquet'");
        engine = Tables.engine(folder);
        session = engine.session();
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT content FROM read_text('%s/outside/secret.txt')",
                "SELECT a FROM read_parquet('%s/outside/secret.parquet')",
                "SELECT a FROM '%s/outside/secret.parquet'",
                "SELECT a FROM read_parquet('%s/data/../outside/secret.parquet')",
                "SELECT file FROM glob('%s/outside/*')",
                "SELECT a FROM read_csv('/etc/passwd')",
                "SELECT a FROM 'https://localhost/a.parquet'",
                "SELECT getenv('HOME')",
                "COPY (SELECT 1) TO '%s/outside/written.parquet'",
                "COPY (SELECT 1) TO '%s/written.csv'",
                "EXPORT DATABASE '%s/outside/all'",
                "ATTACH '%s/outside/new.db'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "LOAD '%s/data/x.duckdb_extension'",
                "SET enable_external_access = true",
                "SET allowed_directories = ['/']",
                "SET lock_configuration = false",
                "RESET memory_limit",
                "SET allowed_configs = ['allowed_directories']",
                "SET GLOBAL temp_directory = '%s/outside'"
            })
    void whatLiesOutsideItsFoldersIsOutOfReach(String sql) throws Exception {
        String filled = sql.replace("%s", folder.toString());

        assertThatThrownBy(() -> session.execute(filled, "a test")).isInstanceOf(ExporterException.class);

        try (var files = Files.list(folder.resolve("outside"))) {
            assertThat(files).hasSize(2);
        }
        assertThat(Files.exists(folder.resolve("written.csv"))).isFalse();
    }

    @Test
    void aDatasetsSqlReadsNoFileEither() {
        var table = Tables.table(
                "SELECT 1 AS height, content AS note FROM read_text('" + folder + "/outside/secret.txt')",
                List.of("height"),
                "1 height long*",
                "2 note string");

        assertThatThrownBy(() -> session.sort(table, Carry.none()))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("Permission Error")
                .hasMessageNotContaining("secret\n");
    }

    @Test
    void settingsReachDuckDbAndThreadsAreBoundedByMemory() throws Exception {
        try (Engine small = Tables.engine(folder, 256L << 20, 8);
                Session in = small.session()) {
            assertThat(
                            Tables.query(
                                    in.connection(),
                                    "SELECT current_setting('memory_limit'), current_setting('threads'),"
                                            + " current_setting('temp_directory'), current_setting('preserve_insertion_order')"))
                    .containsExactly("256.0 MiB|2|" + folder.resolve("spill") + "|true");
        }
    }

    /** Two who work at the same time leave one processor of three to the engine's own threads; more leave none. */
    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "2, 2", "3, 1", "9, 1"})
    void workersTakeTheirShareOfTheThreadsAndGiveItBack(int workers, int threads) throws Exception {
        try (Engine shared = Tables.engine(folder, 1L << 30, 3);
                Session in = shared.session()) {
            shared.share(5);
            shared.share(workers);

            assertThat(Tables.query(in.connection(), "SELECT current_setting('threads')"))
                    .containsExactly(Integer.toString(threads));
        }
    }

    @Test
    void foldersMayHaveQuotesInTheirNames() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("it's \"odd\" [1]"));
        try (Engine own = Engine.open(new Engine.Settings(1L << 28, 1, odd.resolve("s'p"), List.of(odd)));
                Session in = own.session()) {
            in.execute(
                    "COPY (SELECT 1) TO " + Sql.literal(odd.resolve("a.parquet").toString()), "a test");
        }
        assertThat(odd.resolve("a.parquet")).exists();
    }
}
