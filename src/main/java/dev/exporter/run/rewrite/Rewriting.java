package dev.exporter.run.rewrite;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.load.StopSignal;
import dev.exporter.run.recovery.Pins;
import dev.exporter.staging.JobFolder;
import dev.exporter.staging.StagedFile;
import dev.exporter.threads.Uninterrupted;
import dev.exporter.transform.Engine;
import dev.exporter.transform.Session;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.keeping.TableRewrite;
import dev.exporter.warehouse.keeping.WarehouseUpkeep;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.table.ExistingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Rewrites partitions, a few at a time: holds their ranges, writes their new files into a staging folder, publishes them,
 * and commits each table. A kill at any instant leaves every table as it was or as it is to be, and files that
 * {@link Leftovers} knows to be left. For one thread; close it at the end.
 */
public final class Rewriting implements AutoCloseable {
    private final Warehouse warehouse;
    private final WarehouseUpkeep upkeep;
    private final Holders holders;
    private final FileTarget target;
    private final Settings settings;
    private final RunId run;
    private final JobFolder folder;
    private final Engine engine;
    private final ExecutorService workers;
    private final StopSignal stop = new StopSignal();
    private int rewrites;

    private Rewriting(Warehouse warehouse, RunId run, Settings settings) {
        this.warehouse = warehouse;
        this.upkeep = warehouse.upkeep();
        this.holders = Holders.of(warehouse.root());
        this.target = settings.target();
        this.settings = settings;
        this.run = run;
        this.folder = JobFolder.of(settings.staging(), run);
        folder.create();
        folder.markAsRewriteOf(warehouse.root());
        this.engine = Engine.open(new Engine.Settings(
                settings.memoryBytes(),
                Runtime.getRuntime().availableProcessors(),
                folder.spill(),
                List.of(folder.path(), warehouse.root())));
        this.workers = Executors.newFixedThreadPool(settings.parallelism());
    }

    /**
     * How to work.
     *
     * @param staging the directory in which the run has its folder meanwhile
     * @param parallelism partitions of tables that are rewritten at a time
     * @param memoryBytes of the SQL engine, for all of them together
     */
    public record Settings(Path staging, FileTarget target, int parallelism, long memoryBytes, long rowGroupRows) {}

    /**
     * Begins to rewrite partitions of a warehouse.
     *
     * @param run of its own, which is in the names of all files
     */
    public static Rewriting begin(Warehouse warehouse, RunId run, Settings settings) {
        return new Rewriting(warehouse, run, settings);
    }

    /** What came of some partitions. */
    public record Result(List<Done> done, List<Skipped> skipped) {
        public Result {
            done = List.copyOf(done);
            skipped = List.copyOf(skipped);
        }
    }

    /** What a table's new files took the place of. */
    public record Done(
            String table, int partitions, int filesBefore, int filesAfter, long bytesBefore, long bytesAfter) {}

    /**
     * A partition that was left as it is.
     *
     * @param isHeld whether a process is at work on it, so that it may be free in a moment
     */
    public record Skipped(KeyRange partition, String why, boolean isHeld) {}

    /**
     * Rewrites partitions, and commits them together, a snapshot for each table.
     *
     * @param partitions of one partition size; those that others hold are left out
     * @param tables with the same range column
     * @throws ExporterException failed; what was committed stays, and nothing else is left, but where it cannot be told
     *     whether a commit was done: then all files stay for {@link Leftovers}
     */
    public Result rewrite(List<KeyRange> partitions, List<TableSpec> tables) {
        List<Skipped> skipped = new ArrayList<>();
        Map<KeyRange, RangeHold> held = new TreeMap<>();
        try {
            take(partitions, held, skipped);
            return new Result(rewrite(held, tables), skipped);
        } catch (RuntimeException e) {
            if (!isInDoubt(e)) {
                settle(e);
            }
            throw e;
        } finally {
            held.values().forEach(RangeHold::close);
        }
    }

    private void take(List<KeyRange> partitions, Map<KeyRange, RangeHold> held, List<Skipped> skipped) {
        for (KeyRange partition : partitions) {
            try {
                held.put(partition, holders.take(partition, run));
            } catch (ExporterException e) {
                if (e.exitCode() != ExitCode.HELD) {
                    throw e;
                }
                skipped.add(new Skipped(partition, e.problem().message(), true));
            }
        }
        // Asked for while the ranges are held: no run can begin to need them any more.
        List<RunPin> pins = Pins.needed(warehouse, holders);
        for (KeyRange partition : partitions) {
            Optional<RunPin> pin = pins.stream()
                    .filter(known -> known.aligned().overlaps(partition))
                    .findFirst();
            RangeHold hold = held.get(partition);
            if (pin.isPresent() && hold != null) {
                hold.close();
                held.remove(partition);
                skipped.add(
                        new Skipped(partition, "the unfinished run " + pin.get().run() + " needs it", false));
            }
        }
    }

    private List<Done> rewrite(Map<KeyRange, RangeHold> held, List<TableSpec> tables) {
        RewriteTasks tasks = new RewriteTasks(workers);
        String rangeColumn = "";
        for (TableSpec table : tables) {
            Optional<ExistingTable> existing = warehouse.table(table.name());
            if (existing.isPresent()) {
                rangeColumn = existing.get().rangeColumn();
                begin(table, existing.get(), List.copyOf(held.keySet()), tasks);
            }
        }
        Map<String, List<TableRewrite.Partition>> written = tasks.await();
        if (written.isEmpty()) {
            return List.of();
        }
        held.values().forEach(RangeHold::requireHeld);
        List<StagedFile> files = written.values().stream()
                .flatMap(List::stream)
                .flatMap(partition -> partition.after().files().stream())
                .toList();
        upkeep.publish(new RunFile(run, rangeColumn, files));
        List<Done> done = new ArrayList<>();
        int number = ++rewrites;
        for (TableSpec table : tables) {
            List<TableRewrite.Partition> rewritten = written.get(table.name());
            if (rewritten != null) {
                held.values().forEach(RangeHold::requireHeld);
                upkeep.commit(new TableRewrite(run, number, table.name(), rangeColumn, rewritten));
                done.add(tasks.done(table.name(), rewritten));
                FaultPoint.BETWEEN_TABLES.reached();
            }
        }
        upkeep.finish(run);
        FaultPoint.IN_SWEEP.reached();
        return done;
    }

    private void begin(TableSpec table, ExistingTable existing, List<KeyRange> partitions, RewriteTasks tasks) {
        Map<KeyRange, List<LiveFile>> live = existing.liveByPartition();
        live.keySet().removeAll(OlderPartitions.of(existing, warehouse));
        ExportRequest.Output output = new ExportRequest.Output(
                target.maxFileRows(),
                target.maxFileBytes(),
                existing.compression(),
                settings.rowGroupRows(),
                ExportRequest.Replace.KEEP);
        for (RunPlan.PartitionState state : existing.partitions(partitions)) {
            List<LiveFile> files = live.getOrDefault(state.bounds(), List.of());
            if (target.isMissedBy(files)) {
                List<Path> paths = files.stream().map(existing::path).toList();
                PartitionRewrite rewrite = new PartitionRewrite(table, state.bounds(), files, paths, state.hash());
                tasks.submit(rewrite, () -> {
                    try (Session session = engine.session()) {
                        return rewrite.write(session, folder.parquetFiles(output), run, target, stop);
                    }
                });
            }
        }
    }

    /** Whether a commit may have been done, or may yet be: a file server can do late what it was asked for. */
    private static boolean isInDoubt(RuntimeException failure) {
        return failure instanceof ExporterException told
                && told.problem().code().equals(WarehouseUpkeep.COMMIT_STATE_UNKNOWN);
    }

    /** What was published and is not committed goes, and so does what is staged. */
    private void settle(RuntimeException why) {
        try {
            upkeep.settle(run);
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        stop.raise();
        workers.shutdownNow();
        // Tasks are still at work where another table could not be begun.
        Uninterrupted.awaitEnd(workers);
        engine.close();
        folder.delete();
        FaultPoint.AFTER_SWEEP.reached();
    }
}
