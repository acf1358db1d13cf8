package dev.exporter.run.rewrite;

import dev.exporter.plan.RunId;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.recovery.Pins;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What rewrites have left whose processes were killed. For one thread. */
public final class Leftovers {
    private final Warehouse warehouse;
    private final Path staging;

    public Leftovers(Warehouse warehouse, Path staging) {
        this.warehouse = warehouse;
        this.staging = staging;
    }

    /** The runs of such rewrites, oldest first. */
    public List<RunId> runs() {
        Set<RunId> runs = new LinkedHashSet<>(warehouse.upkeep().rewrites());
        for (RunId run : JobFolder.runs(staging)) {
            if (JobFolder.of(staging, run).isRewriteOf(warehouse.root())) {
                runs.add(run);
            }
        }
        // Asked for last: whoever is gone by now has been at it before and never comes back.
        runs.removeAll(new LinkedHashSet<>(Holders.of(warehouse.root()).runs()));
        List<RunId> sorted = new ArrayList<>(runs);
        sorted.sort((one, other) -> one.text().compareTo(other.text()));
        return sorted;
    }

    /** Removes what they have left: files that no snapshot names, and staging; also pins that no run can need. */
    public void remove() {
        for (RunId run : runs()) {
            warehouse.upkeep().settle(run);
            JobFolder folder = JobFolder.of(staging, run);
            // It may be marked with the name that the warehouse had before.
            if (!folder.isRewriteOfAnother(warehouse.root())) {
                folder.delete();
            }
        }
        Pins.dropVoid(warehouse, Holders.of(warehouse.root()));
    }
}
