package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real pair of databases, exported with one command. */
@Timeout(900)
class RealPairIT {
    @TempDir
    Path directory;

    @Test
    void everyValueOfTheRealPairIsInTheTables() throws Exception {
        SourceGateway gateway = SourceGateway.real(directory.resolve("gateway"));

        ExporterJar.Ended ended = new ExporterJar(directory)
                .run(gateway.options(), "--startHeight=1", "--endHeight=982575", "--heightPartitionSize=100000");

        ended.requireExit(0);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        tables.requireRowsOf(gateway, 1, 982575);
        tables.requireNothingElse();
        assertThat(tables.rows("blocks")).hasSize(201);
        assertThat(tables.rows("transactions")).hasSize(9);
        assertThat(tables.rows("tags")).hasSize(36);
        assertThat(directory.resolve("staging")).isDirectoryNotContaining("glob:**/job-*");
    }

    @Test
    void theBareCommandWorksInAGatewaysFolder() throws Exception {
        SourceGateway gateway = SourceGateway.real(directory.resolve("data/sqlite"));

        new ExporterJar(directory)
                .run(List.of("--startHeight", "1", "--endHeight", "982575"))
                .requireExit(0);

        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        for (String table : ExportedTables.NAMES) {
            RowTexts.requireSame(tables.rows(table), gateway.rowsOfDataItems(table, 1, 982575), table);
        }
        assertThat(tables.rows("transactions")).hasSize(2);
        assertThat(tables.table("blocks").properties()).containsEntry("exporter.partition-size", "1000");
    }
}
