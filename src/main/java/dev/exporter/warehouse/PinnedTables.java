package dev.exporter.warehouse;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.manifest.DescribedFiles;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.Inventory;
import dev.exporter.warehouse.table.RecordedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables of a warehouse as they were when they were pinned: later commits are not seen. Nothing holds their files: those
 * that commits have replaced may be removed by whoever expires snapshots. Thread-safe.
 */
public final class PinnedTables {
    private final Warehouse warehouse;
    private final Layout layout;
    private final List<ExistingTable> tables;
    private final List<IncompleteRun> incomplete;

    PinnedTables(Warehouse warehouse, Layout layout, List<ExistingTable> tables, List<IncompleteRun> incomplete) {
        this.warehouse = warehouse;
        this.layout = layout;
        this.tables = List.copyOf(tables);
        this.incomplete = List.copyOf(incomplete);
    }

    /** Those that exist, in the order of commits. */
    public List<ExistingTable> tables() {
        return tables;
    }

    /** Runs whose commits are seen in some of the tables and missing in others, as runs that are complete lie on top of them. */
    public List<IncompleteRun> incomplete() {
        return incomplete;
    }

    public Optional<ExistingTable> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** What the manifests say of a table's live files, sorted by their paths; a file that they name twice is there twice. */
    public List<CommittedFile> committedFiles(ExistingTable table) {
        return warehouse.calling(() -> {
            TableFolder folder = layout.table(table.name());
            Partitioning partitioning = new Partitioning.Truncate(table.partitionSize());
            return new DescribedFiles(warehouse.operations(folder).io())
                    .all(table.metadata()).stream()
                            .map(described -> committed(folder, partitioning, described))
                            .sorted(Comparator.comparing(CommittedFile::path))
                            .toList();
        });
    }

    /** Those of a table's live files, by their names, that are there with the bytes that inventories say. */
    public Set<String> intact(ExistingTable table, Collection<String> names) {
        Map<String, RecordedFile> recorded = recordedFiles(table, names);
        return warehouse.calling(() -> {
            Set<String> intact = new HashSet<>();
            for (RecordedFile file : recorded.values()) {
                Path path = table.file(file.name());
                if (Files.isRegularFile(path)
                        && Files.size(path) == file.bytes()
                        && DurableFiles.sha256(path).equals(file.sha256())) {
                    intact.add(file.name());
                }
            }
            return intact;
        });
    }

    private static CommittedFile committed(
            TableFolder folder, Partitioning partitioning, DescribedFiles.Described described) {
        Map<Integer, CommittedFile.Metrics> columns = new HashMap<>();
        described
                .columns()
                .forEach((id, column) -> columns.put(
                        id,
                        new CommittedFile.Metrics(column.values(), column.nulls(), column.lower(), column.upper())));
        return new CommittedFile(
                folder.pathOf(described.file().location()),
                partitioning.partitionOf(described.file().partition()),
                described.file().rows(),
                described.file().bytes(),
                columns);
    }

    /** What inventories say of files, by the files' names; those that none names are left out. */
    public Map<String, RecordedFile> recordedFiles(ExistingTable table, Collection<String> names) {
        Set<String> wanted = Set.copyOf(names);
        Set<RunId> runs = new HashSet<>();
        wanted.forEach(name -> DataFileName.runOf(name).ifPresent(runs::add));
        return warehouse.calling(() -> {
            Map<String, RecordedFile> recorded = new HashMap<>();
            for (RunId run : runs) {
                for (RecordedFile file :
                        new Inventory().recorded(layout.table(table.name()).metadata(), run)) {
                    if (wanted.contains(file.name())) {
                        recorded.put(file.name(), file);
                    }
                }
            }
            return recorded;
        });
    }
}
