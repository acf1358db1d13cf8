package dev.exporter.endtoend;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that export one made gateway, each in a directory of its own; one that changes the gateway copies it first. */
abstract class GatewayCase {
    @TempDir
    static Path shared;

    static SourceGateway gateway;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() {
        gateway = InterruptedExport.gateway(shared.resolve("gateway"));
    }
}
