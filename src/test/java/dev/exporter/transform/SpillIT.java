package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More rows than memory. */
class SpillIT {
    /** A million rows of some 170 bytes in a disorder; the key is the place that a row must end up in. */
    private static final TableSpec ROWS = Tables.table(
            "SELECT i AS height, encode(md5(i::VARCHAR) || repeat('x', 100) || i) AS id FROM range(1000000) r(i)"
                    + " ORDER BY hash(i)",
            List.of("height"),
            "1 height long*",
            "2 id binary*");

    @TempDir
    Path folder;

    Path data;

    @BeforeEach
    void data() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void rowsThatDoNotFitIntoMemoryAreSpilledAndStayInOrder() throws Exception {
        ContentHash hash;
        try (Engine engine = Tables.engine(folder, 64L << 20, 4);
                Session session = engine.session()) {
            SortedTable table = session.sort(ROWS, Carry.none());
            hash = table.hash();
            assertThat(Tables.query(session.connection(), "SELECT sum(size) > 50000000 FROM duckdb_temporary_files()"))
                    .containsExactly("true");
            assertThat(Tables.query(session.connection(), "SELECT count(*) FROM \"sorted t\" WHERE rowid <> height"))
                    .containsExactly("0");
            table.write(0, 400_000, data.resolve("1"), Tables.form(Codec.ZSTD));
            table.write(400_000, 600_000, data.resolve("2"), Tables.form(Codec.ZSTD));
        }

        assertThat(folder.resolve("spill")).doesNotExist();
        for (String file : List.of("1|0", "2|400000")) {
            String[] parts = file.split("\\|");
            assertThat(Tables.query("SELECT count(*) FROM read_parquet('" + data + "/" + parts[0]
                            + "', file_row_number = true) WHERE height <> file_row_number + " + parts[1]
                            + " OR decode(id) <> md5(height::VARCHAR) || repeat('x', 100) || height"))
                    .containsExactly("0");
        }
        try (Engine large = Tables.engine(folder, 4L << 30, 2);
                Session session = large.session()) {
            assertThat(session.sort(ROWS, Carry.none()).hash()).isEqualTo(hash);
        }
    }

    @Test
    void severalSessionsShareTheMemory() throws Exception {
        try (Engine engine = Tables.engine(folder, 192L << 20, 4)) {
            List<CompletableFuture<ContentHash>> hashes = IntStream.range(0, 3)
                    .mapToObj(worker -> CompletableFuture.supplyAsync(() -> {
                        try (Session session = engine.session()) {
                            SortedTable table = session.sort(ROWS, Carry.none());
                            table.write(0, table.rows(), data.resolve("" + worker), Tables.form(Codec.SNAPPY));
                            return table.hash();
                        }
                    }))
                    .toList();

            assertThat(hashes.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        }
        assertThat(data.resolve("0")).hasSameBinaryContentAs(data.resolve("1"));
        assertThat(data.resolve("0")).hasSameBinaryContentAs(data.resolve("2"));
    }
}
