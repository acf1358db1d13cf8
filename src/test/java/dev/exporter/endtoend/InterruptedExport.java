package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An export of a made gateway that tests interrupt: many small files, so that there is much to be interrupted in. */
final class InterruptedExport {
    static final long FIRST = 1_400_000;
    static final long LAST = 1_401_999;

    private final Path directory;
    private final SourceGateway gateway;
    private final Exporter whole;
    private final List<String> options;
    private final int maxFileRows;
    private final int parallelism;

    /** @param more options of every run */
    InterruptedExport(Path directory, SourceGateway gateway, String... more) {
        this(directory, gateway, 1000, 2, more);
    }

    InterruptedExport(Path directory, SourceGateway gateway, int maxFileRows, int parallelism, String... more) {
        this.directory = directory;
        this.gateway = gateway;
        this.maxFileRows = maxFileRows;
        this.parallelism = parallelism;
        this.whole = new ExporterHere(directory);
        this.options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST));
        options.addAll(List.of(more));
    }

    /** A gateway with rows at all of the export's heights. */
    static SourceGateway gateway(Path directory) {
        return SourceGateway.demo(directory, FIRST, (int) (LAST - FIRST + 1), 5000, 3);
    }

    /** One whose rows do not fit into 96 MB when they are loaded all at once. */
    static SourceGateway largerGateway(Path directory) {
        return SourceGateway.demo(directory, FIRST, (int) (LAST - FIRST + 1), 50_000, 3);
    }

    ExportedTables tables() {
        return new ExportedTables(directory.resolve("warehouse"));
    }

    /** Starts the export, and waits until its run has begun. */
    ExporterJar.Running begin() throws IOException {
        return ExporterJar.launched(directory).start(options, bounds()).awaitLog("event=start");
    }

    /** Starts the export, and waits until it has come to a boundary for the first time, where it stays. */
    ExporterJar.Running begin(FaultPoint boundary) throws IOException {
        return begin(Kill.At.first(boundary));
    }

    /** Starts the export, and waits until it has come to a boundary. */
    ExporterJar.Running begin(Kill.At boundary, String... more) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return ExporterJar.launched(directory, boundary.javaOption())
                .start(all, bounds())
                .awaitLog("event=fault");
    }

    /** Continues the export, and waits until it has come to a boundary. */
    ExporterJar.Running resume(Kill.At boundary) throws IOException {
        return ExporterJar.launched(directory, boundary.javaOption())
                .start(options, "--resume")
                .awaitLog("event=fault");
    }

    /** The options that only a run's start names. */
    private String[] bounds() {
        return new String[] {"--heightPartitionSize=250", "--maxFileRows=" + maxFileRows, "--parallelism=" + parallelism
        };
    }

    /** Continues the export without naming again what its plan holds, and waits until it has said how. */
    ExporterJar.Running resume() throws IOException {
        return ExporterJar.launched(directory).start(options, "--resume").awaitLog("event=");
    }

    /** Drops what an interrupted run has done and runs the export anew. */
    ExporterJar.Ended fresh() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.add("--fresh");
        return whole.run(all, bounds());
    }

    /** Runs the export with these options beside its own. */
    ExporterJar.Ended run(String... more) throws IOException, InterruptedException {
        return whole.run(options, more);
    }

    /** The complete files of the run in staging whose names start so. */
    List<Path> staged(String start) {
        try (Stream<Path> files = Files.walk(directory.resolve("staging"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(start)
                            && file.toString().endsWith(".parquet"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a folder is not there yet, or went away while it was listed
        }
    }

    /** The data files in the warehouse, committed or not, by name. */
    List<Path> published() throws IOException {
        return LeftBehind.filesBelow(directory.resolve("warehouse")).stream()
                .filter(file -> file.toString().endsWith(".parquet"))
                .sorted()
                .toList();
    }

    /** The folders of runs in staging. */
    List<Path> runFolders() throws IOException {
        try (Stream<Path> folders = Files.list(directory.resolve("staging"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("job-"))
                    .toList();
        }
    }

    /** Requires the same rows and files as if the export had never been interrupted. */
    void requireComplete() throws Exception {
        tables().requireRowsOf(gateway, FIRST, LAST);
        tables().requireNothingElse();
        assertThat(runFolders()).isEmpty();
        for (String name : ExportedTables.NAMES) {
            assertThat(tables().files(name)).as(name).allMatch(file -> file.recordCount() <= maxFileRows);
            assertThat(tables().files(name).stream()
                            .map(file -> file.partition().get(0, Long.class))
                            .distinct())
                    .hasSize(8);
            assertThat(tables().table(name).snapshots()).as(name).hasSize(1);
        }
    }
}
