package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final List<String> RANGE = List.of("--startHeight=1400000", "--endHeight=1400199");

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

    private static ExporterJar.Ended run(List<String> options, String... more) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(RANGE);
        return new ExporterJar(directory).run(all, more);
    }
}
