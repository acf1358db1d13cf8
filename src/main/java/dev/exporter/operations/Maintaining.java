package dev.exporter.operations;

import dev.exporter.plan.MaintainReport;
import dev.exporter.run.rewrite.FileTarget;
import dev.exporter.run.rewrite.Rewriting;
import dev.exporter.upkeep.Maintain;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the tables of a warehouse small. For one thread. */
public final class Maintaining {
    private final Maintain maintain;

    /**
     * Of a warehouse. Nothing is read yet.
     *
     * @param progress hears what is going on, a line at a time
     * @throws dev.exporter.plan.ExporterException refused, if the place cannot be
     */
    public Maintaining(Place place, Keep keep, Files files, Limits limits, Consumer<String> progress) {
        Maintain.Settings settings = new Maintain.Settings(
                place.warehouse(),
                place.warehouseLocation(),
                place.namespace(),
                keep.snapshots(),
                keep.age(),
                keep.grace(),
                keep.orphans(),
                place.dataset(),
                new Rewriting.Settings(
                        place.staging(),
                        new FileTarget(files.maxFileRows(), files.maxFileBytes()),
                        limits.parallelism(),
                        limits.memoryBytes(),
                        files.rowGroupRows()));
        this.maintain = Maintain.of(settings, Clock.systemUTC(), progress);
    }

    /**
     * Where things lie.
     *
     * @param warehouseLocation the URI that table metadata records for the warehouse; empty means its file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     * @param staging where files are written before they are published
     * @param dataset the dataset file of tables whose dataset is not built in
     */
    public record Place(
            Path warehouse,
            Optional<String> warehouseLocation,
            String namespace,
            Path staging,
            Optional<String> dataset) {}

    /**
     * What stays.
     *
     * @param snapshots how many of the newest, at least 1
     * @param age snapshots that were current within this time, too
     * @param grace what anyone reads who has begun within this time
     * @param orphans files that were never in use and were first seen within this time
     */
    public record Keep(int snapshots, Duration age, Duration grace, Duration orphans) {}

    /** What files are to be like: no more rows, and about so many bytes. */
    public record Files(long maxFileRows, long maxFileBytes, long rowGroupRows) {}

    /** Bounds of the work. */
    public record Limits(int parallelism, long memoryBytes) {}

    /** What is done with what is found. */
    public enum Doing {
        NOTHING,
        EVERYTHING,
        /** What expired is waited for until it can be removed as well. */
        EVERYTHING_AND_WAIT
    }

    /**
     * Looks what there is to do, and does it.
     *
     * @throws dev.exporter.plan.ExporterException refused, if there is no table; with exit code 4, if another process
     *     maintains the warehouse; failed, if it cannot be done: what was done before stays done
     */
    public MaintainReport run(Doing doing) {
        return maintain.run(
                switch (doing) {
                    case NOTHING -> Maintain.Mode.LIST;
                    case EVERYTHING -> Maintain.Mode.DO;
                    case EVERYTHING_AND_WAIT -> Maintain.Mode.DO_AND_WAIT;
                });
    }
}
