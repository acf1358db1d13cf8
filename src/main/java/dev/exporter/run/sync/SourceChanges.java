package dev.exporter.run.sync;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.SyncRules;
import dev.exporter.run.planning.Planner;
import dev.exporter.source.Extent;
import dev.exporter.source.SourceDatabases;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.runs.SourceCounts;
import dev.exporter.warehouse.table.ExistingTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what the source has and the tables do not. Reads both, changes neither. */
public final class SourceChanges {
    /** By which the run of a cycle is known. */
    public static final String PURPOSE = "sync";

    private final Dataset dataset;
    private final ExportRequest request;
    private final SyncRules rules;

    /** @param request its range and partitions do not matter */
    public SourceChanges(Dataset dataset, ExportRequest request, SyncRules rules) {
        this.dataset = dataset;
        this.request = request;
        this.rules = rules;
    }

    /**
     * What was found.
     *
     * @param request for the partitions that may have changed; empty where there are none
     * @param unreached why there was nothing to look at: the source has not come to where the range begins
     */
    public record Found(Optional<ExportRequest> request, Reasons reasons, Optional<String> unreached) {
        private static final Found NOTHING = new Found(Optional.empty(), Reasons.NONE, Optional.empty());
    }

    /**
     * Looks now.
     *
     * @param now a moment right before
     * @throws ExporterException refused, if the source cannot be read, or if it is not known where to begin
     */
    public Found find(Instant now) {
        Warehouse warehouse = Planner.warehouse(request);
        List<ExistingTable> tables = dataset.tables().stream()
                .flatMap(table -> warehouse.table(table.name()).stream())
                .toList();
        List<KeyRange> exported = tables.size() < dataset.tables().size() ? List.of() : exported(tables);
        long start = start(exported);
        Partitioning.Truncate partitioning = new Partitioning.Truncate(tables.stream()
                .findFirst()
                .map(ExistingTable::partitionSize)
                .orElse(request.partitionSize().orElse(ExportRequest.DEFAULT_PARTITION_SIZE)));
        try (SourceDatabases sources = SourceDatabases.open(
                dataset,
                request.options(),
                request.databases(),
                request.limits().busyTimeout(),
                request.limits().reading().reader(),
                request.limits().reading().longestPin())) {
            sources.check();
            Extent extent = sources.extent();
            if (extent.latest().isEmpty() || extent.latest().getAsLong() - rules.lag() < start) {
                return new Found(Optional.empty(), Reasons.NONE, Optional.of(unreached(extent, start)));
            }
            KeyRange range = new KeyRange(start, extent.latest().getAsLong() - rules.lag());
            SourceCounts noted = warehouse.sourceCounts(dataset.name());
            Known known = new Known(exported, noted.read(), noted.caughtUp(), now);
            return found(range, new DirtyPartitions(dataset, request, sources, rules, partitioning, known).find(range));
        }
    }

    private Found found(KeyRange range, DirtyPartitions.Dirty dirty) {
        if (dirty.partitions().isEmpty()) {
            return Found.NOTHING;
        }
        ExportRequest.Only only = new ExportRequest.Only(PURPOSE, KeyRange.joined(dirty.partitions()));
        return new Found(
                Optional.of(request.withRange(range)
                        .withPartitions(request.partitions().only(only, ExportRequest.Rewrite.GAINED))),
                dirty.reasons(),
                Optional.empty());
    }

    private String unreached(Extent extent, long start) {
        String unit = dataset.range().unit();
        String reached = extent.latest().isEmpty()
                ? "the source holds no " + unit + " yet"
                : "the source has reached " + unit + " " + extent.latest().getAsLong()
                        + (rules.lag() == 0
                                ? ""
                                : ", of which the last " + rules.lag() + " are left for later (--lag)");
        return reached + "; the range begins at " + unit + " " + start + ", so that nothing can be exported yet";
    }

    private long start(List<KeyRange> exported) {
        if (rules.start().isEmpty() && exported.isEmpty()) {
            throw ExporterException.refused(
                    "option-missing",
                    "there are no tables yet, so that --" + dataset.range().startOption() + " is needed",
                    request.place().warehouse().toString(),
                    "Give the first " + dataset.range().unit() + " that is to be exported, for example --"
                            + dataset.range().startOption() + " 0");
        }
        return rules.start().orElseGet(() -> exported.get(0).first());
    }

    /** What all tables have. */
    private static List<KeyRange> exported(List<ExistingTable> tables) {
        List<KeyRange> common = tables.get(0).exported();
        for (ExistingTable table : tables.subList(1, tables.size())) {
            List<KeyRange> both = new ArrayList<>();
            for (KeyRange one : common) {
                table.exported().stream()
                        .filter(one::overlaps)
                        .map(one::intersection)
                        .forEach(both::add);
            }
            common = both;
        }
        return common;
    }
}
