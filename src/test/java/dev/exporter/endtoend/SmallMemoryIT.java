package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export with far less memory than its rows take. */
@Timeout(900)
class SmallMemoryIT {
    @TempDir
    Path directory;

    @Test
    void aHundredThousandRowsOfOnePartitionGoThroughASmallHeap() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), 1_400_000, 1000, 20_000, 9);

        new ExporterJar(directory, "-Xmx64m", "-XX:MaxDirectMemorySize=64m")
                .run(
                        gateway.options(),
                        "--startHeight=1400000",
                        "--endHeight=1400999",
                        "--memoryLimit=200MB",
                        "--compression=snappy")
                .requireExit(0);

        new ExportedTables(directory.resolve("warehouse")).requireRowsOf(gateway, 1_400_000, 1_400_999);
    }

    @Test
    void aScanOfAFifthThatKeepsMoreThanTheLimitsIsRefusedAndNotChosen() throws Exception {
        SourceGateway gateway = InterruptedExport.largerGateway(directory.resolve("gateway"));
        String[] fifth = {"--startHeight=1400000", "--endHeight=1400399", "--memoryLimit=16MB", "--spoolLimit=1MB"};
        List<String> scan = new ArrayList<>(gateway.options());
        scan.add("--readBy=scan");
        List<String> plan = new ArrayList<>(List.of("plan"));
        plan.addAll(gateway.options());

        assertThat(new ExporterHere(directory).run(scan, fifth).requireExit(2).err())
                .containsPattern("a scan keeps whole tables of about [2-9]\\d,\\d+,\\d+ bytes")
                .contains("the 1,000,000 of --spoolLimit", "--readBy index");
        assertThat(directory.resolve("staging")).doesNotExist();
        assertThat(directory.resolve("warehouse")).doesNotExist();
        assertThat(new ExporterHere(directory).run(plan, fifth).requireExit(0).out())
                .containsPattern("item_tags .* index +a scan would pass --spoolLimit");
    }
}
