package dev.exporter.upkeep;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.MaintainReport;
import dev.exporter.plan.MaintainReport.Change;
import dev.exporter.run.rewrite.FileTarget;
import dev.exporter.run.rewrite.Rewriting;
import dev.exporter.warehouse.keeping.WarehouseUpkeep.Expiry;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.manifest.ManifestLayout;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.List;
import java.util.Map;

/**
 * How a table is before it is maintained.
 *
 * @param files all of the table
 * @param missed the partitions that are to be rewritten
 * @param enough how many files would do for these
 */
record TableState(String name, int files, Map<KeyRange, List<LiveFile>> missed, int enough, ManifestLayout manifests) {
    static TableState of(
            ExistingTable table, Map<KeyRange, List<LiveFile>> missed, FileTarget target, ManifestLayout manifests) {
        return new TableState(
                table.name(),
                table.files().size(),
                missed,
                missed.values().stream().mapToInt(target::filesFor).sum(),
                manifests);
    }

    /** What maintenance would make of it. */
    MaintainReport.Table expected(Expiry expiry) {
        int before = missed.values().stream().mapToInt(List::size).sum();
        long bytes = missed.values().stream()
                .flatMap(List::stream)
                .mapToLong(LiveFile::bytes)
                .sum();
        int manifestsAfter = manifests.isScattered() ? manifests.enough() : manifests.manifests();
        return new MaintainReport.Table(
                name,
                missed.size(),
                new Change(files, files - before + enough),
                new Change(before, enough),
                bytes,
                new Change(expiry.kept() + expiry.snapshots(), expiry.kept()),
                new Change(manifests.manifests(), manifestsAfter),
                expiry.files().size(),
                expiry.bytes());
    }

    /** What maintenance has made of it. */
    MaintainReport.Table done(List<Rewriting.Done> compacted, int filesAfter, int manifestsAfter, Expiry expiry) {
        int partitions = 0;
        int before = 0;
        int after = 0;
        long bytes = 0;
        for (Rewriting.Done done : compacted) {
            if (done.table().equals(name)) {
                partitions += done.partitions();
                before += done.filesBefore();
                after += done.filesAfter();
                bytes += done.bytesBefore();
            }
        }
        return new MaintainReport.Table(
                name,
                partitions,
                new Change(files, filesAfter),
                new Change(before, after),
                bytes,
                new Change(expiry.kept() + expiry.snapshots(), expiry.kept()),
                new Change(manifests.manifests(), manifestsAfter),
                expiry.files().size(),
                expiry.bytes());
    }
}
