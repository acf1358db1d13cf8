package dev.exporter.upkeep;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.rewrite.FileTarget;
import dev.exporter.run.rewrite.OlderPartitions;
import dev.exporter.run.rewrite.RewriteSpec;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Which partitions are to get other files, and in which order. For one thread. */
final class Compaction {
    /** What is rewritten before it is committed: long enough to be worth a commit, short enough for an export to wait. */
    private static final long GROUP_BYTES = 1L << 30;

    private static final int GROUP_PARTITIONS = 32;

    private final Warehouse warehouse;
    private final FileTarget target;
    private final Optional<String> datasetFile;
    private final Consumer<String> notes;
    private final Map<String, Optional<Dataset>> datasets = new HashMap<>();
    private final Map<String, Map<KeyRange, List<LiveFile>>> missed = new HashMap<>();

    /**
     * @param warehouse that has the tables
     * @param datasetFile where the dataset of tables is that are of none which is built in
     * @param notes hears which tables cannot be rewritten, and why
     */
    Compaction(Warehouse warehouse, FileTarget target, Optional<String> datasetFile, Consumer<String> notes) {
        this.warehouse = warehouse;
        this.target = target;
        this.datasetFile = datasetFile;
        this.notes = notes;
    }

    /**
     * Partitions that are rewritten and committed together.
     *
     * @param tables that have the same range column and partition size
     */
    record Group(List<KeyRange> partitions, List<TableSpec> tables) {}

    /** The partitions of a table that are to be rewritten, as they were when they were asked for first. */
    Map<KeyRange, List<LiveFile>> missed(ExistingTable table) {
        return missed.computeIfAbsent(table.name(), name -> look(table));
    }

    private Map<KeyRange, List<LiveFile>> look(ExistingTable table) {
        Map<KeyRange, List<LiveFile>> found = new TreeMap<>(table.liveByPartition());
        found.values().removeIf(files -> !target.isMissedBy(files));
        if (found.isEmpty() || dataset(table).isEmpty()) {
            return Map.of();
        }
        int all = found.size();
        found.keySet().removeAll(OlderPartitions.of(table, warehouse));
        if (found.size() < all) {
            notes.accept(
                    "table " + table.name() + ": partitions that are not compacted, since they have rows from before a"
                            + " column was added: " + (all - found.size()) + "; export them again");
        }
        return found;
    }

    /** All of them, ascending; of tables of different partition sizes apart. */
    List<Group> groups(List<ExistingTable> tables) {
        Map<String, List<ExistingTable>> alike = new LinkedHashMap<>();
        for (ExistingTable table : tables) {
            if (!missed(table).isEmpty()) {
                alike.computeIfAbsent(table.rangeColumn() + " " + table.partitionSize(), kind -> new ArrayList<>())
                        .add(table);
            }
        }
        List<Group> groups = new ArrayList<>();
        alike.values().forEach(some -> addGroups(some, groups));
        return groups;
    }

    private void addGroups(List<ExistingTable> tables, List<Group> groups) {
        List<TableSpec> specs = new ArrayList<>();
        Map<KeyRange, Long> bytes = new TreeMap<>();
        for (ExistingTable table : tables) {
            specs.add(RewriteSpec.of(table, dataset(table).orElseThrow()));
            missed(table)
                    .forEach((partition, files) -> bytes.merge(
                            partition, files.stream().mapToLong(LiveFile::bytes).sum(), Long::sum));
        }
        List<KeyRange> group = new ArrayList<>();
        long groupBytes = 0;
        for (Map.Entry<KeyRange, Long> partition : bytes.entrySet()) {
            if (!group.isEmpty()
                    && (group.size() == GROUP_PARTITIONS || groupBytes + partition.getValue() > GROUP_BYTES)) {
                groups.add(new Group(List.copyOf(group), specs));
                group.clear();
                groupBytes = 0;
            }
            group.add(partition.getKey());
            groupBytes += partition.getValue();
        }
        groups.add(new Group(List.copyOf(group), specs));
    }

    /** The dataset of a table, which tells its bloom filters; it need not be of the same version. */
    private Optional<Dataset> dataset(ExistingTable table) {
        return datasets.computeIfAbsent(table.dataset(), name -> {
            try {
                Dataset dataset = DatasetReader.read(datasetFile.orElse(name));
                dataset.table(table.name());
                return Optional.of(dataset);
            } catch (ExporterException | IllegalArgumentException e) {
                notes.accept("files of dataset " + name + " are not compacted, as its definition was not found: give it"
                        + " with --dataset FILE");
                return Optional.empty();
            }
        });
    }
}
