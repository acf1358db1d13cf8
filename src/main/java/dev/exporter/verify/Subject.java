package dev.exporter.verify;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.verification.Finding;
import dev.exporter.plan.verification.VerifyRequest;
import dev.exporter.verify.file.PartitionFiles;
import dev.exporter.warehouse.IncompleteRun;
import dev.exporter.warehouse.PinnedTables;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.RecordedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is verified: the tables as their metadata has them.
 *
 * @param options the values of the dataset's options, as the tables were made with
 * @param scope what the tables were made for
 * @param exported the ranges of keys that were exported, of all
 * @param tables with the columns that they have, in the order of commits
 * @param partitionSize keys in a partition
 * @param range whole partitions around what is verified
 * @param partitions those with files, ascending; where only some partitions are asked for, these
 * @param empty ranges that were exported and have no files, likewise
 * @param differences what was found wrong on the way
 * @param information what was noticed and is not wrong
 */
record Subject(
        Dataset dataset,
        Map<String, String> options,
        Map<String, String> scope,
        List<KeyRange> exported,
        List<TableSpec> tables,
        long partitionSize,
        KeyRange range,
        List<LivePartition> partitions,
        List<KeyRange> empty,
        List<Finding> differences,
        List<Finding> information) {
    /**
     * Reads the tables' metadata.
     *
     * @throws ExporterException refused, if there are no tables of the dataset, or if nothing of the range was exported
     */
    static Subject of(Dataset dataset, VerifyRequest request) {
        VerifyRequest.Place place = request.place();
        Warehouse warehouse = Warehouse.at(place.warehouse(), place.warehouseLocation(), place.namespace());
        List<String> names = dataset.tables().stream().map(TableSpec::name).toList();
        PinnedTables pinned = warehouse.pin(names);
        if (pinned.tables().isEmpty()) {
            throw ExporterException.refused(
                    "no-tables",
                    "there are no tables of the dataset " + dataset.name() + " in " + place.warehouse(),
                    "--warehouseDir",
                    "Export something first, or give the warehouse's directory");
        }
        pinned.tables().forEach(table -> refuseUnlessOf(dataset, table));
        return new SubjectReading(dataset, request, pinned).read();
    }

    private static void refuseUnlessOf(Dataset dataset, ExistingTable table) {
        if (!table.dataset().equals(dataset.name())) {
            throw ExporterException.refused(
                    "table-differs",
                    "the table " + table.name() + " was made by the dataset " + table.dataset() + ", not by "
                            + dataset.name(),
                    table.path().toString(),
                    "Give the dataset with --dataset");
        }
    }

    /** The rows of all partitions and tables. */
    long rows() {
        return partitions.stream().mapToLong(LivePartition::rows).sum();
    }

    /** Puts a subject together. */
    private static final class SubjectReading {
        private final Dataset dataset;
        private final VerifyRequest request;
        private final PinnedTables pinned;
        private final ExistingTable last;
        private final List<Finding> differences = new ArrayList<>();

        private SubjectReading(Dataset dataset, VerifyRequest request, PinnedTables pinned) {
            this.dataset = dataset;
            this.request = request;
            this.pinned = pinned;
            this.last = pinned.tables().get(pinned.tables().size() - 1);
        }

        private Subject read() {
            lookForTables();
            Partitioning partitioning = new Partitioning.Truncate(last.partitionSize());
            KeyRange range = range(partitioning);
            List<KeyRange> asked = Ranges.without(parts(range, partitioning), incompletePartitions());
            List<KeyRange> exported = asked.stream()
                    .flatMap(part -> Ranges.within(last.exported(), part).stream())
                    .toList();
            Map<String, String> options = options();
            Map<TableSpec, Map<KeyRange, PartitionFiles>> files = new LinkedHashMap<>();
            Set<KeyRange> bounds = new TreeSet<>();
            for (ExistingTable table : pinned.tables()) {
                TableSpec spec = spec(table, options);
                Map<KeyRange, PartitionFiles> byPartition = partitions(table, spec, asked);
                files.put(spec, byPartition);
                bounds.addAll(byPartition.keySet());
            }
            List<LivePartition> partitions = new ArrayList<>();
            for (KeyRange partition : bounds) {
                List<PartitionFiles> tables = files.entrySet().stream()
                        .map(table -> Optional.ofNullable(table.getValue().get(partition))
                                .orElseGet(() -> none(table.getKey(), partition)))
                        .toList();
                partitions.add(new LivePartition(partition, Ranges.within(exported, partition), tables));
            }
            return new Subject(
                    dataset,
                    options,
                    last.scope(),
                    last.exported(),
                    List.copyOf(files.keySet()),
                    last.partitionSize(),
                    range,
                    partitions,
                    Ranges.without(exported, bounds),
                    differences,
                    incompleteRuns());
        }

        /** What is not to be compared: some tables have what a run has made of them, others do not have it yet. */
        private List<KeyRange> incompletePartitions() {
            return joined(pinned.incomplete().stream().flatMap(run -> run.partitions().stream()));
        }

        private List<Finding> incompleteRuns() {
            return pinned.incomplete().stream()
                    .map(run -> Finding.of(
                            "run-incomplete",
                            last.name(),
                            "run " + run.run() + " has committed to other tables and not yet to this one"
                                    + (run.partitions().isEmpty()
                                            ? ""
                                            : "; its partitions are not compared: "
                                                    + Ranges.text(joined(run.partitions().stream())))))
                    .toList();
        }

        private static List<KeyRange> joined(Stream<KeyRange> ranges) {
            return KeyRange.joined(ranges.sorted().toList());
        }

        private void lookForTables() {
            List<KeyRange> unknown = joined(pinned.incomplete().stream().map(IncompleteRun::range));
            List<KeyRange> exported = Ranges.without(last.exported(), unknown);
            for (TableSpec table : dataset.tables()) {
                Optional<ExistingTable> there = pinned.table(table.name());
                if (there.isEmpty()) {
                    differences.add(Finding.of("table-missing", table.name(), "there is no such table"));
                } else if (!Ranges.without(there.get().exported(), unknown).equals(exported)) {
                    differences.add(Finding.of(
                                    "exported-range", table.name(), "another range was exported than of " + last.name())
                            .expecting(
                                    Ranges.text(last.exported()),
                                    Ranges.text(there.get().exported())));
                }
            }
        }

        /** Whole partitions around the range that is asked for, or around everything that there is. */
        private KeyRange range(Partitioning partitioning) {
            List<KeyRange> exported = last.exported();
            KeyRange asked = asked(everything(exported));
            if (exported.stream().noneMatch(asked::overlaps)) {
                throw ExporterException.refused(
                        "not-exported",
                        "nothing of the range " + asked + " was exported",
                        last.path().toString(),
                        "Exported are "
                                + (exported.isEmpty() ? "no " + dataset.range().unit() + "s" : Ranges.text(exported)));
            }
            return partitioning.aligned(asked);
        }

        /** The range, or where only some of its partitions are asked for, these: ascending and joined. */
        private List<KeyRange> parts(KeyRange range, Partitioning partitioning) {
            return request.only()
                    .map(only -> KeyRange.joined(only.ranges().stream()
                            .map(partitioning::aligned)
                            .filter(range::overlaps)
                            .map(range::intersection)
                            .sorted()
                            .toList()))
                    .orElse(List.of(range));
        }

        /** From the first to the last key that was exported or that a live file may hold. */
        private KeyRange everything(List<KeyRange> exported) {
            List<KeyRange> all = new ArrayList<>(exported);
            pinned.tables().forEach(table -> all.addAll(table.liveByPartition().keySet()));
            return new KeyRange(
                    all.stream().mapToLong(KeyRange::first).min().orElse(0),
                    all.stream().mapToLong(KeyRange::last).max().orElse(Long.MAX_VALUE / 2));
        }

        private KeyRange asked(KeyRange everything) {
            long end = request.end().orElse(Math.max(request.start().orElse(0), everything.last()));
            return new KeyRange(request.start().orElse(Math.min(everything.first(), end)), end);
        }

        /** As the tables were made: what this dataset's options are now decides nothing. */
        private Map<String, String> options() {
            Map<String, String> options = new TreeMap<>();
            dataset.options().forEach(option -> options.put(option.name(), option.value()));
            last.scope().forEach((name, value) -> options.computeIfPresent(name, (key, old) -> value));
            return options;
        }

        private TableSpec spec(ExistingTable table, Map<String, String> options) {
            TableSpec declared = dataset.table(table.name()).under(options);
            Set<Integer> ids = table.columns().stream().map(ColumnSpec::id).collect(Collectors.toSet());
            List<ColumnSpec> columns = declared.columns().stream()
                    .filter(column -> ids.contains(column.id()))
                    .toList();
            return new TableSpec(
                    declared.name(),
                    columns,
                    declared.sort(),
                    declared.tieBreak(),
                    declared.sql(),
                    declared.replacing(),
                    declared.working());
        }

        private Map<KeyRange, PartitionFiles> partitions(ExistingTable table, TableSpec spec, List<KeyRange> asked) {
            Map<KeyRange, List<CommittedFile>> byPartition = new TreeMap<>();
            for (CommittedFile file : pinned.committedFiles(table)) {
                if (asked.stream().anyMatch(file.partition()::overlaps)) {
                    byPartition
                            .computeIfAbsent(file.partition(), key -> new ArrayList<>())
                            .add(file);
                }
            }
            Map<KeyRange, ContentHash> hashes = new HashMap<>();
            for (RunPlan.PartitionState state : table.partitions(byPartition.keySet())) {
                if (state.hash() != null) {
                    hashes.put(state.bounds(), state.hash());
                }
            }
            Map<String, RecordedFile> recorded = pinned.recordedFiles(
                    table,
                    byPartition.values().stream()
                            .flatMap(List::stream)
                            .map(CommittedFile::name)
                            .collect(Collectors.toSet()));
            Map<KeyRange, PartitionFiles> partitions = new HashMap<>();
            byPartition.forEach((bounds, files) -> partitions.put(
                    bounds,
                    new PartitionFiles(
                            spec,
                            dataset.range().column(),
                            bounds,
                            files,
                            recordsOf(files, recorded),
                            Optional.ofNullable(hashes.get(bounds)))));
            return partitions;
        }

        private static Map<String, RecordedFile> recordsOf(
                List<CommittedFile> files, Map<String, RecordedFile> recorded) {
            Map<String, RecordedFile> records = new HashMap<>();
            for (CommittedFile file : files) {
                RecordedFile record = recorded.get(file.name());
                if (record != null) {
                    records.put(file.name(), record);
                }
            }
            return records;
        }

        private PartitionFiles none(TableSpec table, KeyRange bounds) {
            return new PartitionFiles(table, dataset.range().column(), bounds, List.of(), Map.of(), Optional.empty());
        }
    }
}
