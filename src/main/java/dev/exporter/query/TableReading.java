package dev.exporter.query;

import dev.exporter.plan.Codec;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.plan.tables.TableSummary;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.TableSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A table of the warehouse in the words of those who look at it. */
final class TableReading {
    private final ExistingTable table;

    TableReading(ExistingTable table) {
        this.table = table;
    }

    TableDetail detail() {
        List<TableDetail.Partition> partitions = partitions();
        List<TableDetail.Snapshot> snapshots = snapshots();
        return new TableDetail(
                summary(partitions, snapshots),
                table.columns().stream()
                        .map(column -> new TableDetail.Column(
                                column.id(), column.name(), column.type().toString(), column.required()))
                        .toList(),
                table.sort(),
                table.scope(),
                compression(),
                partitions,
                snapshots);
    }

    private TableSummary summary(List<TableDetail.Partition> partitions, List<TableDetail.Snapshot> snapshots) {
        List<KeyRange> exported = table.exported();
        Optional<TableDetail.Snapshot> current =
                snapshots.stream().filter(TableDetail.Snapshot::isCurrent).findFirst();
        return new TableSummary(
                table.name(),
                table.path(),
                table.dataset(),
                table.datasetVersion(),
                table.rangeColumn(),
                table.partitionSize(),
                partitions.stream().mapToLong(TableDetail.Partition::rows).sum(),
                partitions.stream()
                        .mapToInt(partition -> partition.files().size())
                        .sum(),
                partitions.stream().mapToLong(TableDetail.Partition::bytes).sum(),
                partitions.size(),
                exported.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(exported.get(exported.size() - 1).last()),
                gaps(exported),
                snapshots.size(),
                current.map(TableDetail.Snapshot::at),
                current.flatMap(TableDetail.Snapshot::run));
    }

    private String compression() {
        Codec.Compression compression = table.compression();
        String codec = compression.codec().text();
        return compression.level().isPresent()
                ? codec + ":" + compression.level().getAsInt()
                : codec;
    }

    private static List<KeyRange> gaps(List<KeyRange> exported) {
        List<KeyRange> gaps = new ArrayList<>();
        long next = 0;
        for (KeyRange range : exported) {
            if (range.first() > next) {
                gaps.add(new KeyRange(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        return gaps;
    }

    private List<TableDetail.Partition> partitions() {
        List<TableDetail.Partition> partitions = new ArrayList<>();
        table.liveByPartition().forEach((bounds, files) -> {
            List<TableDetail.DataFile> own = files.stream()
                    .map(file -> dataFile(file, bounds))
                    .sorted(Comparator.comparing(TableDetail.DataFile::name))
                    .toList();
            partitions.add(new TableDetail.Partition(bounds, own));
        });
        return partitions;
    }

    private TableDetail.DataFile dataFile(LiveFile file, KeyRange bounds) {
        return new TableDetail.DataFile(
                file.name(),
                table.path(file),
                bounds,
                file.rows(),
                file.bytes(),
                DataFileName.runOf(file.name()).map(RunId::text));
    }

    private List<TableDetail.Snapshot> snapshots() {
        @Nullable Long current = table.snapshotId();
        List<TableDetail.Snapshot> snapshots = new ArrayList<>();
        for (TableSnapshot snapshot : table.history()) {
            snapshots.add(new TableDetail.Snapshot(
                    snapshot.id(),
                    snapshot.at(),
                    current != null && current == snapshot.id(),
                    snapshot.operation(),
                    snapshot.run(),
                    snapshot.requestedRange(),
                    snapshot.upkeep(),
                    amounts(snapshot.added()),
                    amounts(snapshot.removed()),
                    amounts(snapshot.totals())));
        }
        Collections.reverse(snapshots);
        return snapshots;
    }

    private static TableDetail.Amounts amounts(TableSnapshot.Amounts amounts) {
        return new TableDetail.Amounts(amounts.rows(), amounts.files(), amounts.bytes());
    }
}
