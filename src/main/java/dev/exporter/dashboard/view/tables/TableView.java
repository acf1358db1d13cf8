package dev.exporter.dashboard.view.tables;

import dev.exporter.dashboard.chart.HeightMap;
import dev.exporter.dashboard.chart.Mark;
import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.view.Choice;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.dashboard.view.TableRow;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.tables.TableDetail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table's page: what all of its tabs show, and what the chosen one does; lists of the others are empty.
 *
 * @param map of its partitions; null without any, and on other tabs
 * @param next the address of the list's next page, or null after the last
 * @param previous the address of the page before, or null where this is the first
 */
public record TableView(
        TableRow table,
        String tab,
        List<Choice> tabs,
        Map<String, String> facts,
        List<TableDetail.Column> columns,
        @Nullable HeightMap map,
        List<PartitionLine> partitions,
        List<SnapshotLine> snapshots,
        List<FileLine> files,
        @Nullable String next,
        @Nullable String previous) {
    private static final int LINES = 100;
    private static final List<String> TABS = List.of("rows", "schema", "partitions", "snapshots", "files");

    public record PartitionLine(String range, String rows, String files, String bytes) {}

    /**
     * A data file.
     *
     * @param runHref the page of the run that wrote it, or null where another program did
     */
    public record FileLine(
            String name,
            String range,
            String rows,
            String bytes,
            String run,
            @Nullable String runHref) {}

    /**
     * A snapshot.
     *
     * @param what it is of, in words
     * @param runHref the page of the run that committed it, or null where another program did
     */
    public record SnapshotLine(
            String id,
            boolean isCurrent,
            Moment at,
            String operation,
            String what,
            String run,
            @Nullable String runHref,
            String added,
            String removed,
            String rows,
            String files,
            String bytes) {}

    /** @param page from 0 */
    public static TableView of(TableDetail detail, String askedTab, int page, Instant now) {
        String tab = TABS.contains(askedTab) ? askedTab : TABS.get(0);
        String href = "/tables/" + detail.summary().name();
        List<Choice> tabs = new ArrayList<>();
        for (String one : TABS) {
            tabs.add(new Choice(
                    Character.toUpperCase(one.charAt(0)) + one.substring(1), href + "?tab=" + one, one.equals(tab)));
        }
        List<PartitionLine> partitions = tab.equals("partitions")
                ? page(detail.partitions(), page).stream().map(TableView::line).toList()
                : List.of();
        List<TableDetail.DataFile> files = tab.equals("files")
                ? detail.partitions().stream()
                        .flatMap(partition -> partition.files().stream())
                        .toList()
                : List.of();
        int lines = tab.equals("partitions") ? detail.partitions().size() : tab.equals("files") ? files.size() : 0;
        String same = href + "?tab=" + tab + "&page=";
        return new TableView(
                TableRow.of(detail.summary(), now),
                tab,
                tabs,
                facts(detail),
                tab.equals("schema") ? detail.columns() : List.of(),
                tab.equals("partitions") ? map(detail) : null,
                partitions,
                tab.equals("snapshots")
                        ? detail.snapshots().stream()
                                .map(snapshot -> line(snapshot, now))
                                .toList()
                        : List.of(),
                page(files, page).stream().map(TableView::line).toList(),
                (page + 1L) * LINES < lines ? same + (page + 1) : null,
                page > 0 ? same + (page - 1) : null);
    }

    private static <T> List<T> page(List<T> all, int page) {
        return all.stream().skip((long) page * LINES).limit(LINES).toList();
    }

    private static Map<String, String> facts(TableDetail detail) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Dataset",
                detail.summary().dataset() + ", version " + detail.summary().datasetVersion());
        facts.put(
                "Partitioned by",
                detail.summary().rangeColumn() + ", "
                        + Amounts.count(detail.summary().partitionSize()) + " in each");
        facts.put("Sorted by", String.join(", ", detail.sort()));
        facts.put("Compression", detail.compression());
        facts.put("Location", detail.summary().path().toString());
        detail.scope().forEach((name, value) -> facts.put("Made with --" + name, value));
        detail.summary().run().ifPresent(run -> facts.put("Last committed by run", run));
        return facts;
    }

    private static @Nullable HeightMap map(TableDetail detail) {
        if (detail.partitions().isEmpty()) {
            return null;
        }
        KeyRange whole = new KeyRange(
                detail.partitions().get(0).bounds().first(),
                detail.partitions().get(detail.partitions().size() - 1).bounds().last());
        return HeightMap.of(
                whole,
                detail.summary().partitionSize(),
                detail.partitions().stream()
                        .map(partition -> new HeightMap.Cell(partition.bounds(), Mark.DONE))
                        .toList(),
                HeightMap.Others.NONE);
    }

    private static PartitionLine line(TableDetail.Partition partition) {
        return new PartitionLine(
                Ranges.text(partition.bounds()),
                Amounts.count(partition.rows()),
                Amounts.count(partition.files().size()),
                Amounts.bytes(partition.bytes()));
    }

    private static FileLine line(TableDetail.DataFile file) {
        return new FileLine(
                file.name(),
                Ranges.text(file.partition()),
                Amounts.count(file.rows()),
                Amounts.bytes(file.bytes()),
                file.run().orElse("another program"),
                file.run().map(TableView::runHref).orElse(null));
    }

    private static SnapshotLine line(TableDetail.Snapshot snapshot, Instant now) {
        return new SnapshotLine(
                Long.toString(snapshot.id()),
                snapshot.isCurrent(),
                Moment.of(snapshot.at(), now),
                snapshot.operation(),
                snapshot.upkeep()
                        .map(what -> "maintenance: " + what)
                        .or(() -> snapshot.requestedRange().map(range -> "export of " + range))
                        .orElse(""),
                snapshot.run().orElse("another program"),
                snapshot.upkeep().isPresent()
                        ? null
                        : snapshot.run().map(TableView::runHref).orElse(null),
                amounts(snapshot.added()),
                amounts(snapshot.removed()),
                Amounts.count(snapshot.totals().rows()),
                Amounts.count(snapshot.totals().files()),
                Amounts.bytes(snapshot.totals().bytes()));
    }

    private static String runHref(String run) {
        return "/runs/" + run;
    }

    private static String amounts(TableDetail.Amounts amounts) {
        return amounts.files() == 0
                ? "–"
                : Amounts.counted(amounts.rows(), "row") + " in " + Amounts.counted(amounts.files(), "file");
    }
}
