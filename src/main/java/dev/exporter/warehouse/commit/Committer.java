package dev.exporter.warehouse.commit;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.CommitClock;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.iceberg.TableDefinition;
import dev.exporter.warehouse.manifest.PartitionFilter;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.Inventory;
import dev.exporter.warehouse.table.RewrittenPartition;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.jspecify.annotations.Nullable;

/** Does one commit, once: can be repeated after a stop at any instruction. For one thread. */
public final class Committer {
    private final Layout layout;
    private final Placement.Link link;
    private final TableCommit commit;
    private final TableFolder folder;
    private final TableDefinition definition;
    private final FolderTableOperations operations;

    public Committer(Layout layout, Placement.Link link, TableCommit commit) {
        this.layout = layout;
        this.link = link;
        this.commit = commit;
        this.folder = layout.table(commit.table().name());
        this.operations = new FolderTableOperations(folder, link);
        RunPlan plan = commit.plan();
        this.definition = TableDefinition.of(
                commit.table(), plan.request().options(), commit.range().column(), plan.partitionSize());
    }

    /**
     * Makes the run's files part of the table; makes the table if there is none.
     *
     * @throws ExporterException failed: {@code commit-conflict} if the partitions are no longer as the plan read them,
     *     {@code commit-state-unknown} if the disk did not tell whether it is done; in both nothing is deleted
     */
    public TableCommit.Result commit() throws IOException {
        Optional<TableCommit.Result> earlier = committed(true);
        if (earlier.isPresent()) {
            // The process that did it may have died before it told readers.
            operations.announce();
            return earlier.get();
        }
        RunPlan plan = commit.plan();
        TableMetadata created = definition.create(folder.location(), NewTableProperties.of(plan, definition));
        @Nullable TableMetadata current = operations.current();
        requireClock(current == null ? created : current);
        List<DataFile> files = new PublishedFiles(layout, folder, commit.range().column(), commit.rewritten())
                .describe(current == null ? created : fit(current).metadata());
        if (!commit.rewritten().isEmpty()) {
            new Inventory().write(plan.run(), commit.inventory(), commit.rewritten(), folder.metadata());
            FaultPoint.AFTER_INVENTORY.reached();
        }
        Set<String> locations = files.stream().map(DataFile::location).collect(Collectors.toSet());
        RunOperations run = new RunOperations(operations, created, definition, commit, filter(), locations);
        commit(new BaseTable(run, folder.name(), report -> {}), files);
        return committed(false).orElseThrow(() -> unknown(null));
    }

    /**
     * Why the commit can never be done: the table is no longer as the plan read it. Empty where it is done, or can be.
     * Nothing is written; the run's files need not be published.
     */
    public Optional<ExporterException> conflict() throws IOException {
        try {
            @Nullable TableMetadata current = operations.refresh();
            if (isAsPlanned(current) || committed(true).isEmpty()) {
                tryOut(current);
            }
            return Optional.empty();
        } catch (ExporterException e) {
            if (e.problem().lasts()) {
                return Optional.of(e);
            }
            throw e;
        }
    }

    private void tryOut(@Nullable TableMetadata current) throws IOException {
        if (current != null) {
            fit(current);
        }
        if (commit.rewritten().isEmpty() || isAsPlanned(current)) {
            return;
        }
        TableMetadata created = definition.create(folder.location(), NewTableProperties.of(commit.plan(), definition));
        RunOperations run = new RunOperations(operations, created, definition, commit, filter(), Set.of());
        commit(new BaseTable(new Trial(run), folder.name(), report -> {}), List.of());
    }

    /** Whether nobody has committed to the table since it was planned on. */
    private boolean isAsPlanned(@Nullable TableMetadata current) {
        @Nullable Snapshot snapshot = current == null ? null : current.currentSnapshot();
        @Nullable Long id = snapshot == null ? null : snapshot.snapshotId();
        return Objects.equals(id, commit.plan().table(commit.table().name()).snapshotId());
    }

    /** Matches the partitions that change. */
    private Expression filter() {
        return PartitionFilter.of(commit.range().column(), commit.changed());
    }

    /**
     * The table as the run needs it.
     *
     * @throws ExporterException failed, if another run has made it another since the plan was made
     */
    private Fit fit(TableMetadata current) {
        RunPlan plan = commit.plan();
        Fit fit = Fit.of(current, definition, Identity.of(plan), plan.request().onScope());
        if (!fit.differences().isEmpty()) {
            throw conflict("another run made it differently: " + String.join("; ", fit.differences()), null);
        }
        return fit;
    }

    /** The clock may have been set since the run was planned. */
    private void requireClock(TableMetadata metadata) {
        CommitClock.obstacle(metadata, Instant.now()).ifPresent(last -> {
            throw failed(
                    "clock-behind",
                    CommitClock.message(last),
                    "The table was left as it is; to go on later, " + Problem.RUN_AGAIN + "; " + CommitClock.REMEDY,
                    null);
        });
    }

    private void commit(Table table, List<DataFile> files) throws IOException {
        SnapshotUpdate<?> update = commit.rewritten().isEmpty() ? table.newFastAppend() : overwrite(table, files);
        CommitProperties.summary(commit).forEach(update::set);
        try {
            update.commit();
        } catch (CommitStateUnknownException e) {
            if (committed(false).isEmpty()) {
                throw unknown(e);
            }
            // It is done, but what failed may have been to tell readers.
            operations.announce();
        } catch (ValidationException e) {
            throw conflict(String.valueOf(e.getMessage()), e);
        } catch (CommitFailedException e) {
            throw failed(
                    "commit-busy",
                    "other runs committed all the time, and this one did not get its turn",
                    "The table was left as it is; " + Problem.RUN_AGAIN,
                    e);
        }
    }

    private ExporterException conflict(String how, @Nullable Exception cause) {
        return failed(
                Problem.COMMIT_CONFLICT, "the table changed while the range was exported: " + how, wayOut(), cause);
    }

    /** What is left to do where the run can never be finished. */
    private String wayOut() {
        RunId run = commit.plan().run();
        return hasCommitted(run)
                ? "The run has committed a part; to give the rest of it up: exporter recover --run " + run
                        + " --yes, and then export the range anew"
                : "Nothing was committed; start again with --fresh";
    }

    private boolean hasCommitted(RunId run) {
        return commit.plan().tableNames().stream()
                .map(name -> new FolderTableOperations(layout.table(name), link).current())
                .anyMatch(metadata -> metadata != null && RunProperties.hasCommitOf(run, metadata));
    }

    private OverwriteFiles overwrite(Table table, List<DataFile> files) {
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(PartitionFilter.of(commit.range().column(), commit.replaced()))
                .conflictDetectionFilter(filter())
                .validateNoConflictingData()
                .validateNoConflictingDeletes();
        @Nullable Long pinned = commit.plan().table(commit.table().name()).snapshotId();
        if (pinned != null) {
            overwrite.validateFromSnapshot(pinned);
        }
        boolean replacesAll = commit.rewritten().stream().allMatch(RewrittenPartition::isReplaced);
        if (!files.isEmpty() && replacesAll) {
            overwrite.validateAddedFilesMatchOverwriteFilter(); // which fails where there are none
        }
        files.forEach(overwrite::addFile);
        return overwrite;
    }

    /**
     * Whether the commit is done, told by the run's files: all are live, or none is. A commit without files is told by
     * the ids that the table remembers.
     *
     * @throws ExporterException failed, if it is neither done nor undone, or the table is not as the plan defines it
     */
    private Optional<TableCommit.Result> committed(boolean earlier) {
        @Nullable TableMetadata metadata = operations.refresh();
        if (metadata == null) {
            return Optional.empty();
        }
        ExistingTable table = ExistingTable.of(folder, metadata, operations.io());
        @Nullable Long snapshot = table.snapshotOf(commit.plan().run(), commit.wave().number());
        boolean known = snapshot != null || table.recentCommits().contains(commit.id());
        Set<String> ours = commit.files().stream()
                .map(file -> file.name().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> absent = new TreeSet<>(ours);
        absent.removeAll(table.liveNames());
        if (absent.size() == ours.size() && !known) {
            return Optional.empty();
        }
        if (!absent.isEmpty()) {
            throw failed(
                    Problem.COMMIT_AMBIGUOUS,
                    "of the run's files these are no longer in the table: " + absent,
                    wayOut(),
                    null);
        }
        @Nullable Long current = snapshot != null ? snapshot : table.snapshotId();
        return Optional.ofNullable(current).map(id -> new TableCommit.Result(id, replacedFiles(), earlier));
    }

    /** The plan's list, which a commit has checked against what it removed. */
    private int replacedFiles() {
        RunPlan.TableState planned = commit.plan().table(commit.table().name());
        return commit.rewritten().stream()
                .filter(RewrittenPartition::isReplaced)
                .map(RewrittenPartition::bounds)
                .mapToInt(bounds -> planned.partition(bounds).files().size())
                .sum();
    }

    private ExporterException unknown(@Nullable Exception cause) {
        return failed(
                "commit-state-unknown",
                "it could not be told whether the commit was done",
                "Nothing was deleted; check the disk, then " + Problem.RUN_AGAIN + ": it looks first",
                cause);
    }

    private ExporterException failed(String code, String message, String remedy, @Nullable Exception cause) {
        return ExporterException.failed(
                code,
                "table " + folder.name() + ": " + message,
                folder.path() + ", run " + commit.plan().run(),
                remedy,
                cause);
    }
}
