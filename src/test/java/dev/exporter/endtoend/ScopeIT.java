package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports into tables that were made to hold something else; refused, so that they share one warehouse. */
@Timeout(900)
class ScopeIT {
    private static final long FIRST = 1_400_000;
    private static final long LAST = 1_400_199;
    private static final List<String> RANGE = List.of("--startHeight=" + FIRST, "--endHeight=" + LAST);

    @TempDir
    static Path directory;

    static SourceGateway gateway;

    @BeforeAll
    static void export() throws Exception {
        gateway = SourceGateway.demo(directory.resolve("gateway"), 1_400_000, 200, 300, 1);
        run(gateway.options()).requireExit(0);
    }

    @Test
    void otherRowsThanTheTablesWereMadeForAreRefusedWithTheDifference() throws Exception {
        List<String> options = new ArrayList<>(gateway.options());
        options.remove("--includeL1Tags");

        assertThat(run(options).requireExit(2).err()).contains("includeL1Tags", "true", "false");
    }

    @Test
    void anotherPartitionSizeIsRefusedNamingBoth() throws Exception {
        assertThat(run(gateway.options(), "--heightPartitionSize=500")
                        .requireExit(2)
                        .err())
                .contains("1000", "500", "--heightPartitionSize");
    }

    @Test
    void anotherGatewayIsRefused() throws Exception {
        SourceGateway other = SourceGateway.demo(directory.resolve("other"), 1_400_000, 200, 300, 2);

        assertThat(run(other.options()).requireExit(2).err())
                .contains("the source is not the one that the tables were exported from");
    }

    @Test
    void aWiderScopeThatIsAskedForIsTakenOverAndANarrowerOneNever() throws Exception {
        Path own = Files.createDirectories(directory.resolve("own"));
        Exporter exporter = new ExporterHere(own);
        ExportedTables tables = new ExportedTables(own.resolve("warehouse"));
        List<String> wide = new ArrayList<>(gateway.options());
        wide.addAll(RANGE);
        List<String> narrow = new ArrayList<>(wide);
        narrow.removeAll(List.of("--includeL1Transactions", "--includeL1Tags"));
        exporter.run(narrow).requireExit(0);
        RowTexts.requireSame(tables.rows("tags"), gateway.rowsOfDataItems("tags", FIRST, LAST), "tags");

        assertThat(exporter.run(wide).requireExit(2).err()).contains("includeL1Transactions", "--changeScope");
        exporter.run(wide, "--changeScope").requireExit(0);

        tables.requireRowsOf(gateway, FIRST, LAST);
        for (String name : ExportedTables.NAMES) {
            assertThat(tables.table(name).properties())
                    .as(name)
                    .containsEntry("exporter.scope.includeL1Transactions", "true")
                    .containsEntry("exporter.scope.includeL1Tags", "true");
        }
        assertThat(exporter.run(narrow, "--changeScope").requireExit(2).err())
                .contains("includeL1Transactions is true, not false");
        exporter.run(wide).requireExit(0);
        tables.requireRowsOf(gateway, FIRST, LAST);
    }

    private static ExporterJar.Ended run(List<String> options, String... more) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(RANGE);
        return new ExporterHere(directory).run(all, more);
    }
}
