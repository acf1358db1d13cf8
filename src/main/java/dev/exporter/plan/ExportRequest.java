package dev.exporter.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the user asked for, with every path absolute and every default filled in.
 *
 * @param dataset the name of a built-in dataset or the absolute path of a dataset file
 * @param start the first key of the range
 * @param end the last key of the range; empty means {@code latest}
 * @param partitionSize keys in a partition; empty takes the tables' own, or the default where there are none
 * @param databases the path of each source database by its name in the dataset
 * @param options the value of each of the dataset's own options, by name
 * @param output what changes the bytes that are written
 * @param place where things lie
 * @param limits what bounds the work without changing its result
 * @param partitions which of the range's partitions are exported, and how
 */
public record ExportRequest(
        String dataset,
        long start,
        OptionalLong end,
        OptionalLong partitionSize,
        Map<String, Path> databases,
        Map<String, String> options,
        Output output,
        Place place,
        Limits limits,
        OnInterrupted onInterrupted,
        OnScope onScope,
        Partitions partitions) {
    @JsonCreator
    public ExportRequest {
        databases = Map.copyOf(databases);
        options = Map.copyOf(options);
        // Plans of earlier versions do not tell.
        partitions = partitions == null ? Partitions.ALL : partitions;
    }

    /** A request for all partitions of the range. */
    public ExportRequest(
            String dataset,
            long start,
            OptionalLong end,
            OptionalLong partitionSize,
            Map<String, Path> databases,
            Map<String, String> options,
            Output output,
            Place place,
            Limits limits,
            OnInterrupted onInterrupted,
            OnScope onScope) {
        this(
                dataset,
                start,
                end,
                partitionSize,
                databases,
                options,
                output,
                place,
                limits,
                onInterrupted,
                onScope,
                Partitions.ALL);
    }

    /** The partition size of tables that are made without one being asked for, in keys. */
    public static final long DEFAULT_PARTITION_SIZE = 1000;

    /**
     * The range as it was asked for, which identifies a run together with warehouse and dataset; of a request for only
     * some partitions, what it is for.
     */
    public String requestedRange() {
        return partitions
                .only()
                .map(Only::purpose)
                .orElseGet(() -> start + "-" + (end.isPresent() ? Long.toString(end.getAsLong()) : "latest"));
    }

    /** The same for these partitions. */
    public ExportRequest withPartitions(Partitions others) {
        return with(start, end, limits, onInterrupted, others);
    }

    /** The same for another range. */
    public ExportRequest withRange(KeyRange range) {
        return with(range.first(), OptionalLong.of(range.last()), limits, onInterrupted, partitions);
    }

    /** The same with another answer to an interrupted run. */
    public ExportRequest withOnInterrupted(OnInterrupted other) {
        return with(start, end, limits, other, partitions);
    }

    /** The same within other limits. */
    public ExportRequest withLimits(Limits others) {
        return with(start, end, others, onInterrupted, partitions);
    }

    private ExportRequest with(
            long otherStart, OptionalLong otherEnd, Limits within, OnInterrupted answer, Partitions others) {
        return new ExportRequest(
                dataset,
                otherStart,
                otherEnd,
                partitionSize,
                databases,
                options,
                output,
                place,
                within,
                answer,
                onScope,
                others);
    }

    /**
     * Which of the range's partitions a run exports, and how.
     *
     * @param only empty: all of them
     * @param commitEvery so many partitions at most are published and committed at a time, at least 1; empty: all
     *     together, or as many as are loaded at a time
     */
    public record Partitions(Optional<Only> only, Rewrite rewrite, OptionalLong commitEvery) {
        /** All of them, committed together. */
        public static final Partitions ALL = new Partitions(Optional.empty(), Rewrite.CHANGED, OptionalLong.empty());

        /** Only those that {@code only} names, committed as these are. */
        public Partitions only(Only some, Rewrite how) {
            return new Partitions(Optional.of(some), how, commitEvery);
        }
    }

    /**
     * A request for only some partitions. Others of the range are neither read nor changed, nor counted as exported.
     *
     * @param purpose the command that makes such runs, and goes on with an interrupted one: {@code sync} or
     *     {@code verify --repair}; stands for the range where a run is identified
     * @param ranges of whole partitions; a partition is exported if it overlaps one of them
     */
    public record Only(String purpose, List<KeyRange> ranges) {
        public Only {
            ranges = List.copyOf(ranges);
        }

        public boolean holds(KeyRange partition) {
            return ranges.stream().anyMatch(partition::overlaps);
        }
    }

    /** Which of a run's partitions get new files. */
    public enum Rewrite {
        /** Those whose rows are other ones than those recorded for their files. */
        CHANGED,
        /** As {@link #CHANGED}; but one that has all the rows it had, and more, gets files of the new rows beside its own. */
        GAINED,
        /** All, even where the rows are those recorded: for files that are damaged. */
        ALL
    }

    /** The same with other values of the dataset's options, for a source of another name. */
    public ExportRequest withScope(Map<String, String> otherOptions, String source) {
        return new ExportRequest(
                dataset,
                start,
                end,
                partitionSize,
                databases,
                otherOptions,
                output,
                new Place(
                        place.warehouse(),
                        place.warehouseLocation(),
                        source,
                        place.namespace(),
                        place.staging(),
                        place.jobRepository(),
                        place.nativeDir()),
                limits,
                onInterrupted,
                onScope,
                partitions);
    }

    /**
     * Options that change the bytes that are written.
     *
     * @param maxFileRows no data file has more rows
     * @param maxFileBytes the size that files aim at; a file is at most 10 % larger
     * @param rowGroupRows rows in a Parquet row group
     * @param replace what becomes of rows that the tables have and the source no longer holds
     */
    public record Output(
            long maxFileRows, long maxFileBytes, Codec.Compression compression, long rowGroupRows, Replace replace) {}

    /** What becomes of rows of a replaced partition that the source no longer holds. */
    public enum Replace {
        /** Those that the source is known to delete in time stay in the table; others stop the run. */
        KEEP,
        /** They are dropped: the partition then holds exactly what the source does. */
        EXACT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where things lie.
     *
     * @param warehouseLocation the URI that table metadata records for the warehouse; empty means its file URI
     * @param source what the source is called, part of the tables' scope
     * @param namespace a folder between the warehouse and its tables, or empty
     * @param jobRepository {@code sqlite} (in the staging directory), {@code h2} or a JDBC URL
     * @param nativeDir where native libraries are unpacked; empty means the user's cache directory
     */
    public record Place(
            Path warehouse,
            Optional<String> warehouseLocation,
            String source,
            String namespace,
            Path staging,
            String jobRepository,
            Optional<Path> nativeDir) {}

    /**
     * Bounds of the work.
     *
     * @param parallelism partitions that are exported at the same time
     * @param memoryBytes the memory of the SQL engine, for all partitions together
     * @param busyTimeout how long a locked source database is waited for
     * @param verify how the tables are held against the source after the commit
     */
    public record Limits(int parallelism, long memoryBytes, Duration busyTimeout, Reading reading, Verify verify) {
        @JsonCreator
        public Limits {
            // Plans of earlier versions do not tell.
            verify = verify == null ? Verify.NOT : verify;
        }

        /** Limits of an export that is not verified. */
        public Limits(int parallelism, long memoryBytes, Duration busyTimeout, Reading reading) {
            this(parallelism, memoryBytes, busyTimeout, reading, Verify.NOT);
        }
    }

    /** How what a run has committed is held against the source. */
    public enum Verify {
        NOT,
        /** By numbers of rows. */
        COUNTS,
        /** By every row. */
        ROWS
    }

    /** What to do about tables that were made with another scope. */
    public enum OnScope {
        /** It must be the same. */
        KEEP,
        /** Flags that were off may be on from now on: what was exported before stays as narrow as it is. */
        WIDEN
    }

    /** What to do about an interrupted run of the same range. */
    public enum OnInterrupted {
        REFUSE,
        RESUME,
        FRESH
    }
}
