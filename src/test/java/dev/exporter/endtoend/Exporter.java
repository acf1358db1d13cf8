package dev.exporter.endtoend;

import java.io.IOException;
import java.util.List;

/**
 * The program, run to its end: by {@link ExporterJar} in processes of its own, as users run it; by {@link ExporterHere} in
 * that of the tests, which is several times as fast and all the same where the process is not what is tested.
 */
interface Exporter {
    ExporterJar.Ended run(List<String> options, String... more) throws IOException, InterruptedException;
}
