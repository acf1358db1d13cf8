package dev.exporter.run.planning;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.table.ExistingTable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The dataset's tables as the warehouse already has them, held against what a new run would write into them. */
final class ExistingTables {
    private final Dataset dataset;
    private final Map<String, ExistingTable> tables;
    private final long partitionSize;
    private final Map<String, String> scope;
    private final Map<String, List<String>> schemaChanges;

    private ExistingTables(
            Dataset dataset,
            Map<String, ExistingTable> tables,
            long partitionSize,
            Map<String, String> scope,
            Map<String, List<String>> schemaChanges) {
        this.dataset = dataset;
        this.tables = tables;
        this.partitionSize = partitionSize;
        this.scope = scope;
        this.schemaChanges = schemaChanges;
    }

    /**
     * Reads the tables' metadata.
     *
     * @throws ExporterException refused, where a table was made by a newer version, for another dataset, with another
     *     scope, other columns that cannot become the dataset's, or another partition size
     */
    static ExistingTables of(Dataset dataset, ExportRequest request, Warehouse warehouse) {
        Map<String, ExistingTable> tables = new LinkedHashMap<>();
        for (TableSpec table : dataset.tables()) {
            warehouse.table(table.name()).ifPresent(existing -> tables.put(table.name(), existing));
        }
        Map<String, String> scope = scope(dataset, request);
        long partitionSize = partitionSize(dataset, request, tables);
        Map<String, List<String>> schemaChanges =
                warehouse.schemaChanges(dataset, request.options(), partitionSize, scope, request.onScope());
        return new ExistingTables(dataset, tables, partitionSize, scope, schemaChanges);
    }

    /** What tables mean, as their properties record it. */
    static Map<String, String> scope(Dataset dataset, ExportRequest request) {
        Map<String, String> scope = new TreeMap<>();
        scope.put("source", request.place().source());
        dataset.options().stream()
                .filter(Dataset.Option::scope)
                .forEach(option ->
                        scope.put(option.name(), request.options().getOrDefault(option.name(), option.value())));
        return scope;
    }

    private static long partitionSize(Dataset dataset, ExportRequest request, Map<String, ExistingTable> tables) {
        OptionalLong asked = request.partitionSize();
        for (ExistingTable table : tables.values()) {
            if (asked.isPresent() && asked.getAsLong() != table.partitionSize()) {
                throw ExporterException.refused(
                        "partition-size-differs",
                        "table " + table.name() + " has partitions of " + table.partitionSize() + " "
                                + dataset.range().unit() + "s, " + asked.getAsLong() + " were asked for",
                        "--" + dataset.range().partitionSizeOption(),
                        "Leave the option out to keep the table's size, or choose another --warehouseDir");
            }
        }
        return tables.values().stream()
                .findFirst()
                .map(ExistingTable::partitionSize)
                .orElse(asked.orElse(ExportRequest.DEFAULT_PARTITION_SIZE));
    }

    /**
     * Refuses a clock by which the run could not be committed.
     *
     * @throws ExporterException refused, if {@code now} is more than a minute before the last commit of a table
     */
    void requireClock(Instant now) {
        tables.values().forEach(table -> table.requireClock(now));
    }

    long partitionSize() {
        return partitionSize;
    }

    Map<String, String> scope() {
        return scope;
    }

    /** The table that identifies the chain or gateway, where it exists. */
    Optional<ExistingTable> identityTable() {
        return Optional.ofNullable(dataset.identity()).map(identity -> tables.get(identity.table()));
    }

    /**
     * Refuses partitions of which rows would be read, and kept, from files that no run has written.
     *
     * @param states of the partitions that are to be exported
     * @throws ExporterException refused, if such a file is live in one of them
     */
    static void requireOwnFiles(List<RunPlan.TableState> states) {
        for (RunPlan.TableState table : states) {
            for (RunPlan.PartitionState partition : table.partitions()) {
                partition.files().stream()
                        .filter(name -> DataFileName.of(name).isEmpty())
                        .findFirst()
                        .ifPresent(name -> {
                            throw ExporterException.refused(
                                    "table-changed",
                                    "the table " + table.name() + " was changed by another program: its partition "
                                            + partition.bounds() + " has the file " + name
                                            + ", which no run has written",
                                    "table " + table.name(),
                                    "Run exporter verify --repair, which writes such partitions anew from the source (with"
                                            + " --replace exact where the source may lack rows of them), or export into"
                                            + " another --warehouseDir or --namespace");
                        });
            }
        }
    }

    /** What the plan pins of each table: its snapshot, the live files of these partitions, and how it is to change. */
    List<RunPlan.TableState> states(List<KeyRange> partitions) {
        return dataset.tables().stream()
                .map(table -> {
                    ExistingTable existing = tables.get(table.name());
                    return existing == null
                            ? new RunPlan.TableState(table.name(), null, List.of())
                            : existing.state(partitions).changing(schemaChanges.getOrDefault(table.name(), List.of()));
                })
                .toList();
    }
}
