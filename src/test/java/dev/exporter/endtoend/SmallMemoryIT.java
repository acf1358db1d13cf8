package dev.exporter.endtoend;

import java.nio.file.Path;
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
}
