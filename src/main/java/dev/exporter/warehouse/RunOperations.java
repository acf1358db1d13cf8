package dev.exporter.warehouse;

import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.iceberg.LiveFile;
import dev.exporter.warehouse.iceberg.LiveFiles;
import dev.exporter.warehouse.iceberg.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table as one commit of a run sees it. Whatever base a try starts from, the new metadata is checked file by file
 * before it is written, and gets the table properties that follow from that base; so concurrent commits of other
 * ranges lose nothing. A table that does not exist yet is made by the commit itself. For one thread.
 */
final class RunOperations implements TableOperations {
    private final FolderTableOperations table;
    private final TableMetadata created;
    private final TableDefinition definition;
    private final TableCommit commit;
    private final Expression filter;
    private final Set<String> locations;

    /**
     * @param created the metadata that the table starts with if there is none
     * @param filter matches the partitions that change
     * @param locations of the run's files
     */
    RunOperations(
            FolderTableOperations table,
            TableMetadata created,
            TableDefinition definition,
            TableCommit commit,
            Expression filter,
            Set<String> locations) {
        this.table = table;
        this.created = created;
        this.definition = definition;
        this.commit = commit;
        this.filter = filter;
        this.locations = locations;
    }

    @Override
    public TableMetadata current() {
        TableMetadata current = table.current();
        return current == null ? created : current;
    }

    @Override
    public TableMetadata refresh() {
        TableMetadata current = table.refresh();
        return current == null ? created : current;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata updated) {
        OnScope onScope = commit.plan().request().onScope();
        List<String> differences = new ArrayList<>(definition.differences(base, onScope));
        differences.addAll(
                RunProperties.differences(base.properties(), RunProperties.identity(commit.plan()), onScope));
        ValidationException.check(differences.isEmpty(), "another run made the table differently: %s", differences);
        ValidationException.check(
                !RunProperties.recentRuns(base.properties()).contains(commit.id()), "the run is committed already");
        LiveFiles live = new LiveFiles(io());
        Set<String> replaced = replacedFiles(live, base);
        LiveFiles.Difference change = live.difference(base, updated);
        ValidationException.check(
                change.removed().equals(replaced) && change.added().equals(locations),
                "the new snapshot would remove %s and add %s, not remove %s and add %s",
                change.removed(),
                change.added(),
                replaced,
                locations);
        TableMetadata complete = updated.replaceProperties(RunProperties.after(base.properties(), commit));
        table.commit(base == created ? null : base, widened(complete, definition));
    }

    /** The metadata with the columns that a wider scope brings; the same where it brings none. */
    static TableMetadata widened(TableMetadata metadata, TableDefinition definition) {
        if (definition.differences(metadata, OnScope.KEEP).isEmpty()) {
            return metadata;
        }
        TableMetadata wider = definition.evolve(metadata);
        Map<String, String> properties = new HashMap<>(wider.properties());
        properties.putAll(RunProperties.ofColumns(definition.table(), definition.keyColumn(), wider.schema()));
        return wider.replaceProperties(properties);
    }

    /**
     * The locations of the live files that are to go. The rewritten partitions, and those that get files beside theirs,
     * must have exactly the files that the plan read.
     */
    private Set<String> replacedFiles(LiveFiles live, TableMetadata base) {
        RunPlan.TableState planned = commit.plan().table(commit.table().name());
        Set<Long> partitions = new HashSet<>();
        Set<Long> replaced = new HashSet<>();
        Set<String> expected = new TreeSet<>();
        for (TableCommit.Rewritten rewritten : commit.rewritten()) {
            partitions.add(rewritten.bounds().first());
            if (rewritten.isReplaced()) {
                replaced.add(rewritten.bounds().first());
            }
            expected.addAll(planned.partition(rewritten.bounds()).files());
        }
        List<LiveFile> found = partitions.isEmpty()
                ? List.of()
                : live.near(base, filter).stream()
                        .filter(file -> partitions.contains(file.partition()))
                        .toList();
        Set<String> names = found.stream().map(LiveFile::name).collect(Collectors.toCollection(TreeSet::new));
        ValidationException.check(
                names.equals(expected), "the partitions now hold the files %s, the plan read %s", names, expected);
        return found.stream()
                .filter(file -> replaced.contains(file.partition()))
                .map(LiveFile::location)
                .collect(Collectors.toSet());
    }

    @Override
    public FileIO io() {
        return table.io();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return table.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return table.locationProvider();
    }
}
