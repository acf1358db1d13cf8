package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Tables that were exported by several runs into many small files, and their maintenance. */
final class SmallRuns {
    static final int PARTITION = 100;
    static final int PARTITIONS = 6;

    private final Path directory;
    private final SourceGateway gateway;
    private final Exporter whole;

    /** @param directory of the warehouse and staging */
    SmallRuns(Path directory, SourceGateway gateway) {
        this(directory, gateway, new ExporterHere(directory));
    }

    /** @param whole runs what comes to its end undisturbed */
    SmallRuns(Path directory, SourceGateway gateway, Exporter whole) {
        this.directory = directory;
        this.gateway = gateway;
        this.whole = whole;
    }

    ExportedTables tables() {
        return new ExportedTables(directory.resolve("warehouse"));
    }

    /** Exports all partitions, a few by each run, into files of so many rows. */
    void exportAll(int runs, int maxFileRows) throws Exception {
        int each = PARTITIONS / runs;
        for (int run = 0; run < runs; run++) {
            export(
                            run * each,
                            (run + 1) * each - 1,
                            "--heightPartitionSize=" + PARTITION,
                            "--maxFileRows=" + maxFileRows)
                    .requireExit(0);
        }
    }

    /** Exports some partitions, counted from 0. */
    ExporterJar.Ended export(int first, int last, String... more) throws Exception {
        return whole.run(options(first, last), more);
    }

    /** Starts an export with options for Java. */
    ExporterJar.Running start(List<String> javaOptions, int first, int last, String... more) throws IOException {
        return ExporterJar.launched(directory, javaOptions.toArray(String[]::new))
                .start(options(first, last), more);
    }

    private List<String> options(int first, int last) {
        List<String> options = new ArrayList<>(gateway.options());
        options.add("--startHeight=" + (KilledExport.FIRST + (long) first * PARTITION));
        options.add("--endHeight=" + (KilledExport.FIRST + (long) (last + 1) * PARTITION - 1));
        return options;
    }

    ExporterJar.Ended maintain(String... options) throws Exception {
        return whole.run(List.of("maintain"), options);
    }

    ExporterJar.Running startMaintain(List<String> javaOptions, String... options) throws IOException {
        return ExporterJar.launched(directory, javaOptions.toArray(String[]::new))
                .start(List.of("maintain"), options);
    }

    /** Removes all that need not stay, at once. */
    ExporterJar.Ended maintainStrictly() throws Exception {
        return maintain("--yes", "--keepSnapshots=1", "--grace=0s", "--minAge=0s");
    }

    /**
     * The content hash that is recorded for each partition, by the inventories whose files are all of the partition's
     * live ones.
     */
    Map<Long, String> recordedHashes(String table) throws IOException {
        Map<Long, List<String>> live = new TreeMap<>();
        tables().files(table)
                .forEach(file -> live.computeIfAbsent(
                                file.partition().get(0, Long.class), partition -> new ArrayList<>())
                        .add(ExportedTables.path(file).getFileName().toString()));
        Map<Long, String> hashes = new TreeMap<>();
        for (Path inventory : inventories(table)) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(inventory.toFile(), new GenericDatumReader<>())) {
                for (GenericRecord partition : reader) {
                    List<String> files = ((GenericData.Array<?>) partition.get("files"))
                            .stream()
                                    .map(file ->
                                            ((GenericRecord) file).get("name").toString())
                                    .sorted()
                                    .toList();
                    Long first = (Long) partition.get("first");
                    if (files.equals(live.getOrDefault(first, List.of()).stream()
                            .sorted()
                            .toList())) {
                        hashes.put(first, partition.get("content_hash").toString());
                    }
                }
            }
        }
        return hashes;
    }

    private List<Path> inventories(String table) throws IOException {
        try (Stream<Path> files =
                Files.list(directory.resolve("warehouse").resolve(table).resolve("metadata"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("inventory-"))
                    .toList();
        }
    }

    /** Requires that each partition of each table has one file. */
    void requireOneFileEach() {
        for (String name : ExportedTables.NAMES) {
            assertThat(tables().files(name).stream()
                            .map(file -> file.partition().get(0, Long.class)))
                    .as(name)
                    .doesNotHaveDuplicates()
                    .hasSize(PARTITIONS);
        }
    }

    /** Requires that no file is left that the tables do not refer to, after what expired was removed. */
    void requireNothingLeft() throws IOException {
        LeftBehind left = LeftBehind.by(directory);
        assertThat(left.metadata()).isEmpty();
        assertThat(left.files()).allMatch(file -> file.endsWith(Path.of(".exporter", "first-sights.json")));
        for (String name : ExportedTables.NAMES) {
            assertThat(tables().table(name).snapshots()).as(name).hasSize(1);
        }
    }
}
