package dev.exporter.warehouse.commit;

import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.iceberg.TableDefinition;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.manifest.LiveFiles;
import dev.exporter.warehouse.table.RewrittenPartition;
import dev.exporter.warehouse.table.RunProperties;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * A table as one commit of a run sees it. Whatever base a try starts from, the new metadata is checked file by file
 * before it is written, and gets the table properties that follow from that base; so concurrent commits of other
 * ranges lose nothing. A table that does not exist yet is made by the commit itself. For one thread.
 */
final class RunOperations extends CheckedCommits {
    private final TableMetadata created;
    private final TableDefinition definition;
    private final TableCommit commit;
    private final Expression filter;
    private final Set<String> locations;
    /** The table as it was last read, or null where there is none. */
    private @Nullable TableMetadata base;
    /** How {@link #base} becomes what the run writes. */
    private @Nullable Fit fit;

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
        super(table);
        this.created = created;
        this.definition = definition;
        this.commit = commit;
        this.filter = filter;
        this.locations = locations;
    }

    @Override
    public TableMetadata current() {
        return seen(table.current());
    }

    @Override
    public TableMetadata refresh() {
        return seen(table.refresh());
    }

    /**
     * The table as the run needs it: Iceberg then makes manifests and a snapshot of the evolved columns, which become the
     * table's with that snapshot, in one version of its metadata.
     */
    private TableMetadata seen(@Nullable TableMetadata current) {
        if (current == null) {
            return created;
        }
        if (current != base || fit == null) {
            RunPlan plan = commit.plan();
            base = current;
            fit = Fit.of(current, definition, Identity.of(plan), plan.request().onScope());
        }
        return fit.metadata();
    }

    /**
     * Refuses to go on where the table cannot become what the run writes.
     *
     * @throws ValidationException if another run has changed it since the plan was made
     */
    private void requireFit() {
        boolean exists = current() != created;
        List<String> differences = exists && fit != null ? fit.differences() : List.of();
        ValidationException.check(differences.isEmpty(), "another run made the table differently: %s", differences);
    }

    @Override
    public void commit(TableMetadata seen, TableMetadata updated) {
        requireRight(seen, updated, io());
        requireThere(locations);
        table.commit(
                seen == created ? null : base,
                updated.replaceProperties(CommitProperties.after(seen.properties(), commit)));
    }

    /**
     * Requires that a new version is what the commit is to make of the table, and the table what the plan read.
     *
     * @param io reads the manifests of both
     * @throws ValidationException if they are not
     */
    void requireRight(TableMetadata seen, TableMetadata updated, FileIO io) {
        requireFit();
        ValidationException.check(
                !RunProperties.recentRuns(seen.properties()).contains(commit.id()), "the run is committed already");
        LiveFiles live = new LiveFiles(io);
        Set<String> replaced = replacedFiles(live, seen);
        requireChange(live, seen, updated, replaced, locations);
    }

    /**
     * The locations of the live files that are to go. The rewritten partitions, and those that get files beside theirs,
     * must have exactly the files that the plan read.
     */
    private Set<String> replacedFiles(LiveFiles live, TableMetadata seen) {
        RunPlan.TableState planned = commit.plan().table(commit.table().name());
        Set<Long> partitions = new HashSet<>();
        Set<Long> replaced = new HashSet<>();
        Set<String> expected = new TreeSet<>();
        for (RewrittenPartition rewritten : commit.rewritten()) {
            partitions.add(rewritten.bounds().first());
            if (rewritten.isReplaced()) {
                replaced.add(rewritten.bounds().first());
            }
            expected.addAll(planned.partition(rewritten.bounds()).files());
        }
        List<LiveFile> found = partitions.isEmpty()
                ? List.of()
                : live.near(seen, filter).stream()
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
}
