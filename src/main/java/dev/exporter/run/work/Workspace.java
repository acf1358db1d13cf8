package dev.exporter.run.work;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.load.IndexLoad;
import dev.exporter.run.load.LoadedWave;
import dev.exporter.run.load.Pace;
import dev.exporter.run.load.Rooms;
import dev.exporter.run.load.SortedPartition;
import dev.exporter.run.load.StopSignal;
import dev.exporter.run.planning.Planner;
import dev.exporter.source.SourceDatabases;
import dev.exporter.staging.JobFolder;
import dev.exporter.staging.ParquetFiles;
import dev.exporter.transform.Engine;
import dev.exporter.transform.Session;
import dev.exporter.warehouse.Warehouse;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** What the steps of a run work with: its plan, and the opened rooms. Thread-safe. */
public final class Workspace implements AutoCloseable {
    private final Dataset dataset;
    private final RunPlan plan;
    private final byte[] planBytes;
    private final RangeHold held;
    private final List<TableSpec> tables;
    private final Warehouse warehouse;
    private final JobFolder folder;
    private final SourceDatabases sources;
    private final Engine engine;
    private final BufferAllocator allocator = new RootAllocator();
    private final ParquetFiles files;
    private final Pace pace = new Pace();
    private final StopSignal stop;
    private final ProgressListener progress;
    private final Checkpoint checkpoint;
    private volatile @Nullable LoadedWave loaded;
    private int partitionsUnderWay;

    private Workspace(
            Dataset dataset,
            RunPlan plan,
            byte[] planBytes,
            RangeHold held,
            SourceDatabases sources,
            JobFolder folder,
            StopSignal stop,
            ProgressListener progress) {
        this.dataset = dataset;
        this.plan = plan;
        this.planBytes = planBytes;
        this.held = held;
        this.tables = dataset.tables().stream()
                .map(table -> table.under(plan.request().options()))
                .toList();
        this.warehouse = Planner.warehouse(plan.request());
        this.folder = folder;
        this.sources = sources;
        this.engine = Engine.open(new Engine.Settings(
                plan.request().limits().memoryBytes(),
                Runtime.getRuntime().availableProcessors(),
                folder.spill(),
                List.of(folder.path(), plan.request().place().warehouse())));
        this.files = folder.parquetFiles(plan.request().output());
        this.stop = stop;
        this.progress = progress;
        this.checkpoint = new Checkpoint(plan, folder, progress);
    }

    /**
     * Opens what the run needs.
     *
     * @param planBytes the plan's file form
     * @param held the run's range; stays the caller's
     */
    public static Workspace open(
            Dataset dataset,
            RunPlan plan,
            byte[] planBytes,
            RangeHold held,
            StopSignal stop,
            ProgressListener progress) {
        SourceDatabases sources = SourceDatabases.open(
                dataset,
                plan.request().options(),
                plan.request().databases(),
                plan.request().limits().busyTimeout(),
                plan.request().limits().reading().reader(),
                plan.request().limits().reading().longestPin());
        try {
            JobFolder folder = JobFolder.of(plan.request().place().staging(), plan.run());
            return new Workspace(dataset, plan, planBytes, held, sources, folder, stop, progress);
        } catch (RuntimeException e) {
            sources.close();
            throw e;
        }
    }

    public Session session() {
        return engine.session();
    }

    public Rooms rooms() {
        return new Rooms(dataset, plan, tables, sources, engine, allocator, warehouse, pace, stop, progress);
    }

    /** Reads and sorts all rows of a wave. */
    public void load(RunPlan.Wave wave) throws JobInterruptedException {
        unload();
        loaded = LoadedWave.load(rooms(), wave);
    }

    /** Frees the rows of the wave that is loaded, if one is. */
    public void unload() {
        LoadedWave wave = loaded;
        loaded = null;
        if (wave != null) {
            wave.close();
        }
    }

    /** The sorted rows of a partition: those of its wave where that is loaded, else read by index now. */
    public SortedPartition rows(KeyRange partition) throws JobInterruptedException {
        LoadedWave wave = loaded;
        return wave == null ? IndexLoad.partition(rooms(), partition) : wave.take(partition);
    }

    /** To be called before a partition is worked on, and {@link #endPartition} after it: the engine's threads are shared. */
    synchronized void beginPartition() {
        partitionsUnderWay++;
        engine.share(partitionsUnderWay);
    }

    synchronized void endPartition() {
        partitionsUnderWay--;
        engine.share(partitionsUnderWay);
    }

    /** Whether every file of a checkpoint still lies in staging, in its full length. */
    boolean hasFiles(PartitionProgress partition) {
        return partition.tables().stream()
                .flatMap(table -> table.files().stream())
                .allMatch(file -> folder.holds(file.in(folder.files())));
    }

    /** Tells what an interrupted run has done already. */
    public void announceResume(JobExecution interrupted, JobRepository repository) {
        int done = 0;
        int files = 0;
        for (StepExecution step :
                LastSteps.of(repository, interrupted.getJobInstance()).values()) {
            if (!step.getStepName().contains(":")) {
                continue;
            }
            Optional<PartitionProgress> partition = PartitionProgress.from(step.getExecutionContext());
            files += partition
                    .map(p ->
                            p.tables().stream().mapToInt(t -> t.files().size()).sum())
                    .orElse(0);
            if (step.getStatus() == BatchStatus.COMPLETED) {
                checkpoint.completed(StepNames.partitionOf(step.getStepName()));
                done++;
            }
        }
        progress.planned(plan, true, done, files);
    }

    /** To be called before each step that others could see: publish, and each commit. */
    public void requireHeld() {
        held.requireHeld();
    }

    public Dataset dataset() {
        return dataset;
    }

    public RunPlan plan() {
        return plan;
    }

    public byte[] planBytes() {
        return planBytes;
    }

    /** The output tables under the run's options, in the order of their commits. */
    public List<TableSpec> tables() {
        return tables;
    }

    public Warehouse warehouse() {
        return warehouse;
    }

    public JobFolder folder() {
        return folder;
    }

    public ParquetFiles files() {
        return files;
    }

    public StopSignal stop() {
        return stop;
    }

    public ProgressListener progress() {
        return progress;
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }

    @Override
    public void close() {
        unload();
        try (sources;
                allocator;
                engine) {
            // Closed in reverse order, each even where another fails.
        }
    }
}
