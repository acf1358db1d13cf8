package dev.exporter.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run has settled before it writes its first byte. Pinned: a resumed run follows the same plan.
 *
 * @param formatVersion of this record's file form
 * @param requestedRange the range as it was asked for ({@code latest} stays {@code latest})
 * @param range the range with its end frozen; rows outside it are not read from the source
 * @param partitionSize keys in a partition
 * @param scope what the tables mean, written to and compared with their {@code exporter.scope.*} properties
 * @param tables in the order in which they are committed
 * @param waves in the order in which they are done
 */
public record RunPlan(
        int formatVersion,
        RunId run,
        Instant created,
        String dataset,
        int datasetVersion,
        String datasetSha256,
        String requestedRange,
        KeyRange range,
        long partitionSize,
        Map<String, String> scope,
        ExportRequest request,
        List<TableState> tables,
        List<Wave> waves) {
    public static final int FORMAT_VERSION = 1;

    public RunPlan {
        scope = Map.copyOf(scope);
        tables = List.copyOf(tables);
        waves = List.copyOf(waves);
    }

    public List<String> tableNames() {
        return tables.stream().map(TableState::name).toList();
    }

    public Partitioning partitioning() {
        return new Partitioning.Truncate(partitionSize);
    }

    /** The smallest range of whole partitions that holds the run's range. */
    public KeyRange aligned() {
        return partitioning().aligned(range);
    }

    /** The same plan, carried out as {@code resumed} says; that may differ only in what does not change the output. */
    public RunPlan under(ExportRequest resumed) {
        return new RunPlan(
                formatVersion,
                run,
                created,
                dataset,
                datasetVersion,
                datasetSha256,
                requestedRange,
                range,
                partitionSize,
                scope,
                resumed,
                tables,
                waves);
    }

    /**
     * Which keys of a wave are exported once it is committed: all of its range, unless only some partitions were asked
     * for. Ascending.
     */
    public List<KeyRange> covers(Wave wave) {
        return request.partitions()
                .only()
                .map(only -> partitioning().cut(wave.range()).stream()
                        .filter(only::holds)
                        .map(partition -> partition.intersection(wave.range()))
                        .toList())
                .orElse(List.of(wave.range()));
    }

    /** Whether each wave is published and committed before the next one is exported. */
    public boolean commitsEachWave() {
        return request.partitions().commitEvery().isPresent();
    }

    /** The keys whose partitions the run has committed by the time that it exports {@code partition}; mostly none. */
    public Optional<KeyRange> committedBefore(KeyRange partition) {
        return waves.stream()
                .filter(wave -> commitsEachWave()
                        && wave.number() > 1
                        && wave.partitions().contains(partition))
                .map(wave -> new KeyRange(range.first(), wave.range().first() - 1))
                .findFirst();
    }

    /** Whether a wave that comes after {@code wave} replaces rows of a table. */
    public boolean replacesAfter(Wave wave) {
        return waves.stream()
                .filter(later -> later.number() > wave.number())
                .flatMap(later -> later.partitions().stream())
                .anyMatch(partition -> tables.stream()
                        .anyMatch(table -> !table.partition(partition).files().isEmpty()));
    }

    public TableState table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the plan has no table " + name));
    }

    /**
     * A table of the warehouse as the plan found it.
     *
     * @param snapshotId its current snapshot, or null where it has none or does not exist yet
     * @param partitions those of the plan's partitions that have live files
     * @param schemaChanges what the run's first commit changes of its columns, a clause each
     */
    public record TableState(
            String name, @Nullable Long snapshotId, List<PartitionState> partitions, List<String> schemaChanges) {
        // A plan that an earlier version wrote says nothing of changes.
        public TableState(
                String name,
                @Nullable Long snapshotId,
                List<PartitionState> partitions,
                @Nullable List<String> schemaChanges) {
            this.name = name;
            this.snapshotId = snapshotId;
            this.partitions = List.copyOf(partitions);
            this.schemaChanges = schemaChanges == null ? List.of() : List.copyOf(schemaChanges);
        }

        /** One whose columns stay as they are. */
        public TableState(String name, @Nullable Long snapshotId, List<PartitionState> partitions) {
            this(name, snapshotId, partitions, List.of());
        }

        /** The same with what is to change of its columns. */
        public TableState changing(List<String> changes) {
            return new TableState(name, snapshotId, partitions, changes);
        }

        /** The state of the partition with these bounds; without files where the table has none for it. */
        public PartitionState partition(KeyRange bounds) {
            return partitions.stream()
                    .filter(partition -> partition.bounds().equals(bounds))
                    .findFirst()
                    .orElse(new PartitionState(bounds, List.of(), null));
        }
    }

    /**
     * A partition of a table as the plan found it.
     *
     * @param files the live files' names, without folders
     * @param hash the content hash that was recorded for exactly these files, or null where none was
     */
    public record PartitionState(
            KeyRange bounds, List<String> files, @Nullable ContentHash hash) {
        public PartitionState {
            files = List.copyOf(files);
        }
    }

    /**
     * Partitions that are exported, published and committed together.
     *
     * @param number from 1
     * @param range what the wave exports of the run's range; the waves' ranges together are the run's
     * @param partitions those of the range that have rows, in the source or in the tables, ascending
     * @param scanned the names of the source tables that are scanned from end to end, once for all partitions. Where
     *     there are any, all rows of the wave are loaded before its first partition is written; where there are none,
     *     each partition reads its own rows by index
     */
    public record Wave(int number, KeyRange range, List<KeyRange> partitions, List<String> scanned) {
        public Wave {
            partitions = List.copyOf(partitions);
            scanned = List.copyOf(scanned);
        }

        /** A wave whose partitions read by index. */
        public static Wave byIndex(int number, KeyRange range, List<KeyRange> partitions) {
            return new Wave(number, range, partitions, List.of());
        }

        public boolean scans() {
            return !scanned.isEmpty();
        }

        public boolean scans(SourceTable source) {
            return scanned.contains(source.name());
        }
    }
}
