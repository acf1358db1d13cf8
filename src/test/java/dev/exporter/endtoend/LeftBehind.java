package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * Files below a warehouse and its staging that neither a table nor the job repository refers to.
 *
 * @param files data files, files of runs, folders of runs in staging, and whatever else has no business there
 * @param metadata in the metadata folders: temporary files, and manifests and inventories of commits that were not done.
 *     No reader ever sees them; a kill leaves them, and a clean-up removes them
 */
record LeftBehind(List<Path> files, List<Path> metadata) {
    private static final Set<String> KNOWN = Set.of("version-hint.text", "metadata.json", ".commit.lock");

    /** Looks below {@code warehouse} and {@code staging} in a directory. */
    static LeftBehind by(Path directory) throws IOException {
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        Set<Path> referred = new HashSet<>();
        for (String name : ExportedTables.NAMES) {
            referred.addAll(tables.paths(name));
            referred.addAll(metadataOf(tables, name));
        }
        List<Path> files = new ArrayList<>();
        List<Path> metadata = new ArrayList<>();
        for (Path file : filesBelow(directory.resolve("warehouse"))) {
            boolean isMetadata = file.resolveSibling("").endsWith("metadata");
            boolean isLock = file.resolveSibling("").endsWith(Path.of(".exporter", "locks"));
            boolean isNote = file.resolveSibling("").endsWith(Path.of(".exporter", "counts", "ario"));
            if (!referred.contains(file) && !isLock && !isNote) {
                (isMetadata ? metadata : files).add(file);
            }
        }
        for (Path file : filesBelow(directory.resolve("staging"))) {
            if (!file.getFileName().toString().matches("jobs\\.(db|db-wal|db-shm|mv\\.db|trace\\.db)")) {
                files.add(file);
            }
        }
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(directory.resolve("staging"), "job-*")) {
            runs.forEach(files::add);
        }
        return new LeftBehind(files, metadata);
    }

    private static Set<Path> metadataOf(ExportedTables tables, String name) throws IOException {
        Table table = tables.table(name);
        TableMetadata current = ((BaseTable) table).operations().current();
        Path folder = tables.warehouse().resolve(name).resolve("metadata");
        Set<Path> referred = new HashSet<>();
        KNOWN.forEach(file -> referred.add(folder.resolve(file)));
        current.previousFiles().forEach(version -> referred.add(path(version.file())));
        newestVersion(folder).ifPresent(referred::add);
        for (Snapshot snapshot : table.snapshots()) {
            referred.add(path(snapshot.manifestListLocation()));
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                referred.add(path(manifest.path()));
            }
            String inventory = snapshot.summary().get("exporter.inventory");
            if (inventory != null) {
                referred.add(folder.resolve(inventory));
            }
        }
        // Of each run of which a file is live, whatever has become of the run's snapshot.
        Set<String> runs = new HashSet<>();
        tables.paths(name)
                .forEach(file -> runs.add(file.getFileName().toString().split("_", -1)[4]));
        filesBelow(folder).stream()
                .filter(file -> runs.stream()
                        .anyMatch(run -> file.getFileName().toString().startsWith("inventory-" + run)))
                .forEach(referred::add);
        return referred;
    }

    private static Optional<Path> newestVersion(Path folder) throws IOException {
        return filesBelow(folder).stream()
                .filter(file -> file.getFileName().toString().matches("v\\d+\\.metadata\\.json"))
                .max(Comparator.comparingInt(
                        file -> Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""))));
    }

    private static Path path(String location) {
        return Path.of(URI.create(location));
    }

    static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Requires that no wave of a run was committed twice to a table. */
    void requireEachCommitOnce(ExportedTables tables) {
        for (String name : ExportedTables.NAMES) {
            List<String> commits = new ArrayList<>();
            for (Snapshot snapshot : tables.table(name).snapshots()) {
                commits.add(Objects.requireNonNull(snapshot.summary().get("exporter.run-id")) + " "
                        + snapshot.summary().get("exporter.wave"));
            }
            assertThat(commits).as("commits of " + name).doesNotHaveDuplicates();
        }
    }
}
