package dev.exporter.endtoend;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the real program while it serves the tables and jobs of a demo. */
abstract class ServedDemoCase {
    static final List<String> PLACES = List.of("--warehouseDir=demo/warehouse", "--stagingDir=demo/staging");

    @TempDir
    static Path directory;

    static ExporterJar jar;
    static ServedExporter server;

    @BeforeAll
    static void exportAndServe() throws Exception {
        jar = ExporterJar.launched(directory);
        jar.run(List.of("demo", "--dir=demo", "--blocks=300", "--transactions=3000", "--firstHeight=1000"))
                .requireExit(0);
        server = ServedExporter.start(jar, PLACES);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }
}
