package dev.exporter.warehouse.table;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.CommitClock;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.manifest.LiveFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** A table of the warehouse as it was when it was asked for; later commits do not change it. Thread-safe. */
public final class ExistingTable {
    private final TableFolder folder;
    private final TableMetadata metadata;
    private final long partitionSize;
    private final List<LiveFile> live;

    private ExistingTable(TableFolder folder, TableMetadata metadata, long partitionSize, List<LiveFile> live) {
        this.folder = folder;
        this.metadata = metadata;
        this.partitionSize = partitionSize;
        this.live = live;
    }

    /**
     * Reads which files are live.
     *
     * @throws ExporterException refused, if the table was not made by this program, by a newer version of it, or is
     *     recorded at another location
     */
    public static ExistingTable of(TableFolder folder, TableMetadata metadata, FileIO io) {
        long partitionSize = OwnTable.partitionSize(folder, metadata, io);
        return new ExistingTable(folder, metadata, partitionSize, new LiveFiles(io).all(metadata));
    }

    public String name() {
        return folder.name();
    }

    /** The folder of the table. */
    public Path path() {
        return folder.path();
    }

    /** The current snapshot, or null where the table has none. */
    public @Nullable Long snapshotId() {
        Snapshot snapshot = metadata.currentSnapshot();
        return snapshot == null ? null : snapshot.snapshotId();
    }

    /**
     * Refuses a clock by which nothing can be committed.
     *
     * @throws ExporterException refused, if {@code now} is more than a minute before the table's last commit
     */
    public void requireClock(Instant now) {
        CommitClock.obstacle(metadata, now).ifPresent(last -> {
            throw ExporterException.refused(
                    "clock-behind",
                    "table " + folder.name() + ": " + CommitClock.message(last),
                    folder.path().toString(),
                    "Nothing was written; " + CommitClock.REMEDY);
        });
    }

    /** Keys in a partition, as fixed when the table was made. */
    public long partitionSize() {
        return partitionSize;
    }

    public String dataset() {
        return metadata.property(RunProperties.DATASET, "");
    }

    public int datasetVersion() {
        return metadata.propertyAsInt(RunProperties.DATASET_VERSION, 0);
    }

    /** What the table means: the {@code exporter.scope.} properties, without that prefix. */
    public Map<String, String> scope() {
        return RunProperties.scope(metadata.properties());
    }

    /** The ranges that have been exported, ascending; partitions without rows count as exported too. */
    public List<KeyRange> exported() {
        return RunProperties.coverage(metadata.properties()).ranges();
    }

    /** Whether all of a range has been exported. */
    public boolean hasExported(KeyRange range) {
        return exported().stream().anyMatch(exported -> exported.contains(range));
    }

    /** The columns in the table's order. Whether files hold bounds or bloom filters for them is not told. */
    public List<ColumnSpec> columns() {
        return metadata.schema().columns().stream()
                .map(field -> new ColumnSpec(
                        field.fieldId(),
                        field.name(),
                        ColumnType.parse(field.type().toString()),
                        field.isRequired(),
                        ColumnSpec.Bounds.NONE,
                        false,
                        null))
                .toList();
    }

    /** Local paths of all live data files, sorted. */
    public List<Path> files() {
        return live.stream()
                .map(file -> folder.pathOf(file.location()))
                .sorted()
                .toList();
    }

    /**
     * The local path of a live data file.
     *
     * @param fileName without folders
     * @throws IllegalArgumentException if no live file has that name
     */
    public Path file(String fileName) {
        return live.stream()
                .filter(file -> file.name().equals(fileName))
                .findFirst()
                .map(file -> folder.pathOf(file.location()))
                .orElseThrow(() -> new IllegalArgumentException(name() + " has no live file " + fileName));
    }

    /** The live files of each partition, ascending. */
    public Map<KeyRange, List<LiveFile>> liveByPartition() {
        Partitioning partitioning = new Partitioning.Truncate(partitionSize);
        Map<KeyRange, List<LiveFile>> files = new TreeMap<>();
        for (LiveFile file : live) {
            files.computeIfAbsent(partitioning.partitionOf(file.partition()), key -> new ArrayList<>())
                    .add(file);
        }
        return files;
    }

    /** The local path of a live file. */
    public Path path(LiveFile file) {
        return folder.pathOf(file.location());
    }

    /** Whether a snapshot is still there. */
    public boolean retains(long snapshot) {
        return metadata.snapshot(snapshot) != null;
    }

    /** The column that partitions the table. */
    public String rangeColumn() {
        return metadata.schema().findColumnName(metadata.spec().fields().get(0).sourceId());
    }

    /** The columns of the table's sort order. */
    public List<String> sort() {
        return metadata.sortOrder().fields().stream()
                .map(field -> metadata.schema().findColumnName(field.sourceId()))
                .toList();
    }

    /** The retained snapshots, oldest first. */
    public List<TableSnapshot> history() {
        return metadata.snapshots().stream().map(TableSnapshot::of).toList();
    }

    /** How many snapshots are retained. */
    public int snapshots() {
        return metadata.snapshots().size();
    }

    /** How the table's files are compressed. */
    public Codec.Compression compression() {
        return RunProperties.compression(metadata.properties());
    }

    /** The table for a run's plan: its snapshot, and what these partitions hold. */
    public RunPlan.TableState state(Collection<KeyRange> bounds) {
        return new RunPlan.TableState(name(), snapshotId(), partitions(bounds));
    }

    /**
     * Those of the partitions that have live files, ascending, each with the content hash that was recorded for exactly
     * these files, if one was.
     *
     * @param bounds full bounds of partitions
     */
    public List<RunPlan.PartitionState> partitions(Collection<KeyRange> bounds) {
        Partitioning partitioning = new Partitioning.Truncate(partitionSize);
        Set<KeyRange> wanted = new HashSet<>(bounds);
        Map<KeyRange, List<String>> names = new TreeMap<>();
        for (LiveFile file : live) {
            KeyRange partition = partitioning.partitionOf(file.partition());
            if (wanted.contains(partition)) {
                names.computeIfAbsent(partition, key -> new ArrayList<>()).add(file.name());
            }
        }
        RecordedHashes recorded = new RecordedHashes(folder.metadata());
        List<RunPlan.PartitionState> states = new ArrayList<>();
        names.forEach((partition, files) -> {
            files.sort(null);
            states.add(new RunPlan.PartitionState(partition, files, recorded.of(partition, files)));
        });
        return states;
    }

    /** The names of all live data files. */
    public Set<String> liveNames() {
        Set<String> names = new HashSet<>();
        live.forEach(file -> names.add(file.name()));
        return names;
    }

    /** The ids of the commits that the table remembers, oldest first. */
    public List<String> recentCommits() {
        return RunProperties.recentRuns(metadata.properties());
    }

    /** Whether a run has committed to the table, as far as that can be told. */
    public boolean hasCommitOf(RunId run) {
        return RunProperties.hasCommitOf(run, metadata);
    }

    /**
     * Whether a wave of a run has committed to the table.
     *
     * @param commit the id that the table is to remember it by
     */
    public boolean hasCommit(String commit, RunId run, int wave) {
        return recentCommits().contains(commit) || snapshotOf(run, wave) != null;
    }

    /** The retained snapshot that a wave of a run has committed, or null where it made none or it was expired. */
    public @Nullable Long snapshotOf(RunId run, int wave) {
        Map<String, String> marks =
                Map.of(RunProperties.RUN_ID, run.text(), RunProperties.WAVE, Integer.toString(wave));
        return metadata.snapshots().stream()
                .filter(snapshot -> snapshot.summary().entrySet().containsAll(marks.entrySet()))
                .findFirst()
                .map(Snapshot::snapshotId)
                .orElse(null);
    }

    /** For this room only. */
    public TableMetadata metadata() {
        return metadata;
    }
}
