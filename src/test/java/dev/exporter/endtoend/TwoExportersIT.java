package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two exporters at once on one warehouse. */
@Timeout(900)
class TwoExportersIT extends GatewayCase {
    @Test
    void ofOverlappingRangesTheSecondIsToldWhoHoldsThem() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        ExporterJar.Running first = export.begin().signal("STOP");
        ExporterJar.Ended second;
        try {
            second = new ExporterHere(directory)
                    .run(options(1_401_000, 1_401_100, "other", "--json"))
                    .requireExit(4);
        } finally {
            first.signal("CONT");
        }
        ExporterJar.Ended ended = first.ended().requireExit(0);

        assertThat(second.out().lines()).hasSize(1);
        assertThat(second.out())
                .contains("\"status\":\"held\"", "\"exitCode\":4", "\"code\":\"range-held\"", "\"resumable\":false")
                .containsPattern("another run is at work on an overlapping range of this warehouse .*: run "
                        + ended.logged("start", "run") + ", process \\d+ on host .+, which has held "
                        + "1400000-1401999 since 20[0-9T:-]+Z");
        export.requireComplete();
    }

    @Test
    void ofDifferentRangesBothSucceed() throws Exception {
        // The tables do not exist yet: whoever comes first makes them.
        ExporterJar jar = ExporterJar.launched(directory);
        List<ExporterJar.Running> running = List.of(
                jar.start(options(1_400_000, 1_400_749, "staging")),
                jar.start(options(1_400_750, 1_401_999, "staging")));
        for (ExporterJar.Running one : running) {
            one.ended().requireExit(0);
        }

        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        tables.requireRowsOf(gateway, 1_400_000, 1_401_999);
        tables.requireNothingElse();
        assertThat(tables.table("blocks").snapshots()).hasSize(2);
    }

    private static List<String> options(long first, long last, String staging, String... more) {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + first, "--endHeight=" + last, "--heightPartitionSize=250"));
        options.add("--stagingDir=" + staging);
        options.addAll(List.of(more));
        return options;
    }
}
