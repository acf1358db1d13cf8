package dev.exporter.run.planning;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.forecast.Forecast;
import dev.exporter.run.planning.access.AccessPlan;
import dev.exporter.source.Extent;
import dev.exporter.source.SourceDatabases;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.warehouse.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of a run: checks everything that can be checked without writing a byte, and freezes the end of the
 * range. Reads the source and the warehouse's metadata, changes neither.
 */
public final class Planner {
    private static final long MAXIMUM_PARTITIONS = 1_000_000;

    private final Clock clock;

    public Planner(Clock clock) {
        this.clock = clock;
    }

    /**
     * A plan with what was noticed while making it.
     *
     * @param notes for people
     */
    public record Planned(RunPlan plan, Forecast forecast, List<String> notes) {
        public Planned {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Plans the export of {@code request}.
     *
     * @throws ExporterException refused, if it cannot be done as asked
     */
    public Planned plan(Dataset dataset, ExportRequest request) {
        checkOptions(dataset, request);
        requireApart(request.place());
        requireWritable(request.place().staging(), "--stagingDir");
        requireWritable(request.place().warehouse(), "--warehouseDir");
        try (SourceDatabases sources = SourceDatabases.open(
                dataset,
                request.options(),
                request.databases(),
                request.limits().busyTimeout(),
                request.limits().reading().reader())) {
            List<String> notes = new ArrayList<>(sources.check().notes());
            KeyRange frozen = frozenRange(dataset, request, sources.extent());
            ExistingTables existing = ExistingTables.of(dataset, request, warehouse(request));
            existing.requireClock(clock.instant());
            Partitioning.Truncate partitioning = new Partitioning.Truncate(existing.partitionSize());
            requireCountable(dataset, partitioning, frozen);
            cut(dataset, request, frozen).ifPresent(notes::add);
            List<KeyRange> asked = asked(request, partitioning.cut(frozen));
            if (asked.isEmpty()) {
                throw notInSource(dataset, request, sources.extent());
            }
            KeyRange range = new KeyRange(
                            asked.get(0).first(), asked.get(asked.size() - 1).last())
                    .intersection(frozen);
            List<RunPlan.TableState> states = existing.states(asked);
            List<KeyRange> partitions = partitions(dataset, request, sources, asked, range, states);
            if (partitions.isEmpty()) {
                throw notInSource(dataset, request, sources.extent());
            }
            // Files of partitions that are written anew in any case may be damaged, or another program's.
            boolean isRepair = request.partitions().rewrite() == ExportRequest.Rewrite.ALL;
            if (!isRepair) {
                ExistingTables.requireOwnFiles(states);
            }
            new IdentityCheck(dataset, sources)
                    .check(existing, isRepair ? partitions : List.of())
                    .ifPresent(notes::add);
            AccessPlan.Chosen access = access(dataset, request, sources, range, asked, partitions);
            FileBound.check(access.forecast().tables(), request.output());
            RunPlan plan = new RunPlan(
                    RunPlan.FORMAT_VERSION,
                    RunId.create(clock.instant()),
                    clock.instant(),
                    dataset.name(),
                    dataset.version(),
                    dataset.sha256(),
                    request.requestedRange(),
                    range,
                    partitioning.width(),
                    existing.scope(),
                    request,
                    states,
                    access.waves());
            return new Planned(plan, access.forecast(), notes);
        }
    }

    /** Those of the range's partitions that the request is for. */
    private static List<KeyRange> asked(ExportRequest request, List<KeyRange> partitions) {
        return request.partitions()
                .only()
                .map(only -> partitions.stream().filter(only::holds).toList())
                .orElse(partitions);
    }

    /**
     * The partitions that have rows, in the source or in the tables. Most partitions of a sparse range have none; they
     * are exported as soon as this is known.
     */
    private static List<KeyRange> partitions(
            Dataset dataset,
            ExportRequest request,
            SourceDatabases sources,
            List<KeyRange> asked,
            KeyRange range,
            List<RunPlan.TableState> states) {
        Set<KeyRange> withFiles = new HashSet<>();
        states.forEach(state -> state.partitions().forEach(partition -> withFiles.add(partition.bounds())));
        List<SourceTable> tables = dataset.sources().stream()
                .filter(table -> table.read() instanceof SourceTable.ByRange)
                .filter(table -> dataset.reads(table, request.options()))
                .toList();
        try (SourceSnapshot snapshot = sources.pin()) {
            return asked.stream()
                    .filter(partition -> withFiles.contains(partition)
                            || tables.stream().anyMatch(table -> snapshot.holds(table, partition.intersection(range))))
                    .toList();
        }
    }

    private static AccessPlan.Chosen access(
            Dataset dataset,
            ExportRequest request,
            SourceDatabases sources,
            KeyRange range,
            List<KeyRange> asked,
            List<KeyRange> partitions) {
        List<KeyRange> needed = KeyRange.joined(asked).stream()
                .map(part -> part.intersection(range))
                .toList();
        try (SourceSnapshot snapshot = sources.pin()) {
            return new AccessPlan(
                            dataset, request, () -> freeBytes(request.place().staging()))
                    .choose(snapshot, range, needed, partitions);
        }
    }

    /** Of the disk on which a directory lies or would be made. */
    private static long freeBytes(Path directory) {
        Path existing = Objects.requireNonNull(existing(directory), "a directory that can be made has one above it");
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the free space of " + existing, e);
        }
    }

    public static Warehouse warehouse(ExportRequest request) {
        return Warehouse.at(
                request.place().warehouse(),
                request.place().warehouseLocation(),
                request.place().namespace());
    }

    private static void checkOptions(Dataset dataset, ExportRequest request) {
        String unit = dataset.range().unit();
        if (request.start() < 0) {
            throw refusedRange(dataset, "the first " + unit + " is " + request.start() + ", below 0");
        }
        if (request.end().isPresent() && request.end().getAsLong() < request.start()) {
            throw refusedRange(
                    dataset,
                    "the range starts at " + request.start() + ", after its end at "
                            + request.end().getAsLong());
        }
        requirePositive(
                request.partitionSize().orElse(1), "--" + dataset.range().partitionSizeOption());
        requirePositive(request.output().maxFileRows(), "--maxFileRows");
        requirePositive(request.output().maxFileBytes(), "--maxFileBytes");
        requirePositive(request.output().rowGroupRows(), "--rowGroupSize");
        requirePositive(request.limits().parallelism(), "--parallelism");
        requirePositive(request.partitions().commitEvery().orElse(1), "--commitEvery");
    }

    private static KeyRange frozenRange(Dataset dataset, ExportRequest request, Extent extent) {
        String unit = dataset.range().unit();
        OptionalLong last = request.end().isPresent() ? extent.last() : extent.latest();
        if (extent.first().isEmpty() || last.isEmpty()) {
            String database = dataset.source(dataset.range().of()).database();
            throw ExporterException.refused(
                    "source-empty",
                    "the source holds no " + unit + " at all",
                    dataset.range().of(),
                    "Check the path of the database " + database + ", or wait until it holds some");
        }
        long end = Math.min(request.end().orElse(Long.MAX_VALUE), last.getAsLong());
        if (end < request.start()
                || request.end().orElse(Long.MAX_VALUE) < extent.first().getAsLong()) {
            throw notInSource(dataset, request, extent);
        }
        return new KeyRange(request.start(), end);
    }

    /** Only a request for a whole range means its end: others are for partitions that were found before. */
    private static Optional<String> cut(Dataset dataset, ExportRequest request, KeyRange frozen) {
        OptionalLong end = request.end();
        return end.isPresent()
                        && end.getAsLong() > frozen.last()
                        && request.partitions().only().isEmpty()
                ? Optional.of(String.format(
                        "the source ends at %s %d: %d to %d are not there yet, and are left for a later export",
                        dataset.range().unit(), frozen.last(), frozen.last() + 1, end.getAsLong()))
                : Optional.empty();
    }

    private static ExporterException notInSource(Dataset dataset, ExportRequest request, Extent extent) {
        OptionalLong last = request.end().isPresent() ? extent.last() : extent.latest();
        String held = extent.first().isEmpty() || last.isEmpty()
                ? "nothing"
                : extent.first().getAsLong() + " to " + last.getAsLong();
        return ExporterException.refused(
                "range-not-in-source",
                "the source holds no " + dataset.range().unit() + " of the range " + request.requestedRange()
                        + "; it holds " + held,
                "--" + dataset.range().startOption() + ", --" + dataset.range().endOption(),
                "Choose a range in which it holds some");
    }

    private static ExporterException refusedRange(Dataset dataset, String message) {
        return ExporterException.refused(
                "range-invalid",
                message,
                "--" + dataset.range().startOption() + ", --" + dataset.range().endOption(),
                "Both ends are included, and the first must not be above the last");
    }

    /** A range that would be cut into more partitions than any plan, job or table should have is a slip. */
    private static void requireCountable(Dataset dataset, Partitioning.Truncate partitioning, KeyRange range) {
        long count = partitioning.count(range);
        if (count > MAXIMUM_PARTITIONS) {
            String unit = dataset.range().unit();
            throw ExporterException.refused(
                    "too-many-partitions",
                    String.format(
                            Locale.ROOT,
                            "the range %s has %,d partitions of %,d %s%s, more than the %,d that one run can have",
                            range,
                            count,
                            partitioning.width(),
                            unit,
                            partitioning.width() == 1 ? "" : "s",
                            MAXIMUM_PARTITIONS),
                    "--" + dataset.range().partitionSizeOption(),
                    "Give larger partitions where the tables are new, or export a part of the range at a time");
        }
    }

    private static void requirePositive(long value, String option) {
        if (value < 1) {
            throw ExporterException.refused(
                    "option-invalid", "the value " + value + " is too small", option, "Give at least 1");
        }
    }

    /** What lies among the tables is taken for theirs by whoever lists them. */
    private static void requireApart(ExportRequest.Place place) {
        if (place.staging().startsWith(place.warehouse())) {
            throw ExporterException.refused(
                    "staging-in-warehouse",
                    "the staging directory " + place.staging() + " lies in the warehouse " + place.warehouse(),
                    "--stagingDir, --warehouseDir",
                    "Choose a staging directory beside the warehouse");
        }
    }

    /** What is there of a path: itself, or the nearest above it. A link to nowhere is there: nothing can take its place. */
    private static @Nullable Path existing(Path path) {
        Path existing = path;
        while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** Refuses a directory that neither is nor can be made a writable one; makes nothing. */
    private static void requireWritable(Path directory, String option) {
        Path existing = existing(directory);
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw ExporterException.refused(
                    "directory-not-writable",
                    "the directory " + directory + " cannot be written: "
                            + (existing == null || Files.isDirectory(existing)
                                    ? existing + " is not writable"
                                    : existing + " is not a directory"),
                    option,
                    "Choose another directory or change its permissions");
        }
    }
}
