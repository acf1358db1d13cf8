package dev.exporter.warehouse;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.commit.Committer;
import dev.exporter.warehouse.commit.SchemaChanges;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.Calls;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.iceberg.Rehearsal;
import dev.exporter.warehouse.iceberg.TableDefinition;
import dev.exporter.warehouse.keeping.Orphans;
import dev.exporter.warehouse.keeping.WarehouseUpkeep;
import dev.exporter.warehouse.runs.Publication;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunFileStore;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.runs.RunPins;
import dev.exporter.warehouse.runs.SourceCounts;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.RunProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A directory of Iceberg tables. Thread-safe; several processes may use one directory at once, as long as no two of
 * them work on the same run or on overlapping ranges. Whatever cannot be read or written is told by an
 * {@link ExporterException} that names the directory.
 */
public final class Warehouse {
    private final Layout layout;
    private final Placement.Link link;
    private final RunFileStore runFiles;
    private final RunPins pins;

    Warehouse(Layout layout, Placement.Link link) {
        this.layout = layout;
        this.link = link;
        this.runFiles = new RunFileStore(layout, layout.runs());
        this.pins = new RunPins(layout);
    }

    /**
     * The warehouse at a directory, which need not exist. Nothing is created or read.
     *
     * @param location the URI that table metadata records for {@code root}; empty means its file URI
     * @param namespace a folder between the warehouse and its tables, or an empty text
     * @throws ExporterException refused, if location or namespace cannot be used
     */
    public static Warehouse at(Path root, Optional<String> location, String namespace) {
        return new Warehouse(Layout.of(root, location, namespace), Files::createLink);
    }

    /**
     * Does in memory what the first commit of a process needs a third of a second for, so that the real one does not. It
     * reads and changes nothing; a thread of its own can do it while partitions are read.
     */
    public static void rehearse(Dataset dataset, RunPlan plan) {
        Rehearsal.of(TableDefinition.of(
                dataset.tables().get(0),
                plan.request().options(),
                dataset.range().column(),
                plan.partitionSize()));
    }

    public Path root() {
        return layout.root();
    }

    /** What keeps its tables small. */
    public WarehouseUpkeep upkeep() {
        return new WarehouseUpkeep(layout, link);
    }

    /** What is left in it that nothing needs. */
    public Orphans orphans() {
        return new Orphans(layout);
    }

    /** The names of the tables that this program made, sorted; also of those that nobody can tell who made. */
    public List<String> tables() {
        return calling(layout::tableNames).stream().filter(this::isOwn).toList();
    }

    private boolean isOwn(String name) {
        try {
            return calling(() -> properties(name)).containsKey(RunProperties.FORMAT_VERSION);
        } catch (ExporterException e) {
            return true; // what reads this table says why it cannot, and other tables are read all the same
        }
    }

    /**
     * A table as it is now; empty where there is none.
     *
     * @throws ExporterException refused, if it is not a table of this program, of a newer version of it, or recorded at
     *     another location
     */
    public Optional<ExistingTable> table(String name) {
        return calling(() -> {
            TableFolder folder = layout.table(name);
            FolderTableOperations operations = operations(folder);
            @Nullable TableMetadata metadata = operations.current();
            return metadata == null
                    ? Optional.empty()
                    : Optional.of(ExistingTable.of(folder, metadata, operations.io()));
        });
    }

    /** Another one after each change of a table, and costs little to ask; empty where there is none. */
    public Optional<TableVersion> version(String table) {
        return calling(() -> TableVersion.latest(layout.table(table).metadata()));
    }

    /**
     * Tables as they are after the last run that has committed to all of them.
     *
     * @param names in the order of commits
     */
    public PinnedTables pin(List<String> names) {
        return new CompleteTables(this, layout).pin(names);
    }

    /**
     * Checks that every table of the dataset can be exported into: those that exist must be as the dataset defines them
     * under these options, or become so by changes that leave their files right.
     *
     * @param options the values of the dataset's options
     * @param scope as the run's plan has it
     * @param onScope whether flags of the scope may be on that were off
     * @return what a run's first commit changes of the tables' columns, a clause each, by table; only those that change
     * @throws ExporterException refused, naming each difference
     */
    public Map<String, List<String>> schemaChanges(
            Dataset dataset,
            Map<String, String> options,
            long partitionSize,
            Map<String, String> scope,
            OnScope onScope) {
        return new SchemaChanges(dataset, options, partitionSize, scope, onScope).of(this::table);
    }

    /**
     * Where a data file lies once it is published.
     *
     * @param rangeColumn the range key's column
     */
    public Path dataFile(String rangeColumn, DataFileName name) {
        return layout.dataFile(rangeColumn, name);
    }

    /**
     * Moves a run's files to their places, where no reader sees them until they are committed. On return they are
     * durable. Can be repeated, also with further files of the run: files that are there with their content are done.
     *
     * @throws ExporterException failed, if a staged file is missing or changed, or another content has its name; files
     *     published before it stay
     */
    public void publish(RunFile runFile) {
        publish(runFile, () -> false);
    }

    /**
     * As {@link #publish(RunFile)}, unless it is told to stop.
     *
     * @param stop asked before each file
     * @return false where it was told to stop before the last file; those before it stay
     */
    public boolean publish(RunFile runFile, BooleanSupplier stop) {
        return calling(() -> new Publication(layout, new Placement(link), runFiles).publish(runFile, stop));
    }

    /** What a run has published or was about to; empty for a run that is finished or has published nothing. */
    public Optional<RunFile> runFile(RunId run) {
        return calling(() -> runFiles.read(run));
    }

    /** The runs that have published and are not finished, oldest first. */
    public List<RunId> unfinishedRuns() {
        return calling(runFiles::runs);
    }

    /**
     * Makes a run's files part of a table, in one snapshot; makes the table if there is none. Can be repeated: a commit
     * that was done stays done.
     *
     * @throws ExporterException failed: {@code commit-conflict} if the partitions are no longer as the plan read them,
     *     {@code commit-state-unknown} if the disk did not tell whether it is done; in both nothing is deleted
     */
    public TableCommit.Result commit(TableCommit commit) {
        return calling(() -> new Committer(layout, link, commit).commit());
    }

    /**
     * Why a commit can never be done: its table is no longer as the plan read it. Empty where it is done, or can be. Changes
     * nothing.
     */
    public Optional<ExporterException> conflict(TableCommit commit) {
        return calling(() -> new Committer(layout, link, commit).conflict());
    }

    /** What runs have read of the source of a dataset's tables. */
    public SourceCounts sourceCounts(String dataset) {
        return new SourceCounts(layout.counts(dataset));
    }

    /** Whether a commit is done, by the ids that its table remembers and by its snapshots' summaries. */
    public boolean isCommitted(TableCommit commit) {
        return table(commit.table().name())
                .filter(table -> table.hasCommit(
                        commit.id(), commit.plan().run(), commit.wave().number()))
                .isPresent();
    }

    /** Whether a run has committed to any of these tables, by what they remember and by the snapshots that they retain. */
    public boolean hasCommitOf(RunId run, Collection<String> tables) {
        return calling(() -> {
            for (String table : tables) {
                @Nullable TableMetadata metadata = operations(layout.table(table)).current();
                if (metadata != null && RunProperties.hasCommitOf(run, metadata)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Whether a file can be made part of a table: it lies at its place or still in staging, in its full length. */
    public boolean isThere(String rangeColumn, StagedFile file) {
        return calling(() -> {
            for (Path path : List.of(layout.dataFile(rangeColumn, file.name()), file.path())) {
                if (Files.isRegularFile(path) && Files.size(path) == file.bytes()) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Deletes those of a run's published files that no retained snapshot names. */
    public void withdraw(RunFile part) {
        calling(() -> {
            new Withdrawal(this, layout).withdraw(part);
            return part;
        });
    }

    /**
     * Makes sure, durably, that what a run has planned on stays as long as the run is unfinished: until it is
     * {@link #finish finished} or {@link #discard discarded}.
     */
    public void pin(RunPin pin) {
        calling(() -> {
            pins.write(pin);
            return pin;
        });
    }

    /** Forgets a run's file and its pin after its last commit. */
    public void finish(RunId run) {
        calling(() -> {
            runFiles.remove(run);
            pins.remove(run);
            return run;
        });
    }

    /**
     * Deletes what an abandoned run has published, but nothing that a retained snapshot names, and forgets the run's file.
     *
     * @throws ExporterException refused, if a table holds a commit of the run: then it can only be finished
     */
    public void discard(RunId run) {
        calling(() -> {
            new Withdrawal(this, layout).abandon(run, runFiles.read(run));
            runFiles.remove(run);
            pins.remove(run);
            return run;
        });
    }

    /** Ends a run for good: what it has committed stays, whatever else it has published goes. */
    public void giveUp(RunId run, Collection<String> tables) {
        if (hasCommitOf(run, tables)) {
            runFile(run).ifPresent(this::withdraw);
            finish(run);
        } else {
            discard(run);
        }
    }

    /** A table's properties, whoever made it; none where there is no table. */
    Map<String, String> properties(String name) {
        @Nullable TableMetadata metadata = operations(layout.table(name)).current();
        return metadata == null ? Map.of() : metadata.properties();
    }

    FolderTableOperations operations(TableFolder folder) {
        return new FolderTableOperations(folder, link);
    }

    <T> T calling(Calls.Call<T> call) {
        return new Calls(layout.root()).calling(call);
    }
}
