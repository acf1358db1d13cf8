package dev.exporter.operations;

import dev.exporter.run.rewrite.FileTarget;
import dev.exporter.run.rewrite.Rewriting;
import dev.exporter.upkeep.Maintain;
import dev.exporter.upkeep.MaintainReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
     * What was done, or would be.
     *
     * @param orphanFiles that were removed, or would be, and their bytes
     * @param waitingFiles that are too young for it, and their bytes
     * @param interrupted earlier maintenance that was killed, and is cleared away
     * @param bytesBefore of all files in the tables' folders
     */
    public record Report(
            boolean isDryRun,
            List<Table> tables,
            int orphanFiles,
            long orphanBytes,
            int waitingFiles,
            long waitingBytes,
            int interrupted,
            long bytesBefore,
            long bytesAfter,
            List<String> notes,
            Duration elapsed) {
        public Report {
            tables = List.copyOf(tables);
            notes = List.copyOf(notes);
        }
    }

    /** A number before and after. */
    public record Change(int before, int after) {
        private static Change of(MaintainReport.Change change) {
            return new Change(change.before(), change.after());
        }
    }

    /**
     * A table's share.
     *
     * @param files of the whole table
     * @param compacted files of the partitions that are rewritten, and their bytes before
     * @param expiredFiles that no retained snapshot names any more, and their bytes
     */
    public record Table(
            String name,
            int compactedPartitions,
            Change files,
            Change compacted,
            long compactedBytes,
            Change snapshots,
            Change manifests,
            int expiredFiles,
            long expiredBytes) {
        private static Table of(MaintainReport.Table table) {
            return new Table(
                    table.name(),
                    table.compactedPartitions(),
                    Change.of(table.files()),
                    Change.of(table.compacted()),
                    table.compactedBytes(),
                    Change.of(table.snapshots()),
                    Change.of(table.manifests()),
                    table.expiredFiles(),
                    table.expiredBytes());
        }
    }

    /**
     * Looks what there is to do, and does it.
     *
     * @throws dev.exporter.plan.ExporterException refused, if there is no table; with exit code 4, if another process
     *     maintains the warehouse; failed, if it cannot be done: what was done before stays done
     */
    public Report run(Doing doing) {
        MaintainReport report = maintain.run(
                switch (doing) {
                    case NOTHING -> Maintain.Mode.LIST;
                    case EVERYTHING -> Maintain.Mode.DO;
                    case EVERYTHING_AND_WAIT -> Maintain.Mode.DO_AND_WAIT;
                });
        return new Report(
                report.isDryRun(),
                report.tables().stream().map(Table::of).toList(),
                report.orphans().files(),
                report.orphans().bytes(),
                report.orphans().waiting(),
                report.orphans().waitingBytes(),
                report.interrupted(),
                report.bytesBefore(),
                report.bytesAfter(),
                report.notes(),
                report.elapsed());
    }
}
