package dev.exporter.warehouse.keeping;

import dev.exporter.fault.FaultPoint;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.iceberg.Calls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a warehouse that nothing needs, and since when that is known. Whatever cannot be read or written is told
 * as the warehouse does.
 */
public final class Orphans {
    private final Layout layout;

    public Orphans(Layout layout) {
        this.layout = layout;
    }

    /** All orphans, sorted by their paths. Those of runs that are under way are among them: ask who is before. */
    public List<Orphan> all() {
        return calling(() -> new OrphanSearch(layout).find());
    }

    /**
     * Folders in which nothing is looked for: they have metadata of a table, but not the versions that this program
     * writes, as those of other catalogs do, and those that were restored in part. Sorted.
     */
    public List<Path> unknownTables() {
        return calling(() -> new OrphanSearch(layout).unknownTables());
    }

    /** The files that expiry makes orphans: they were complete and in use before, so that no run can be making them. */
    public Set<Path> expired() {
        return calling(() -> new FirstSights(layout).expired());
    }

    /**
     * Since when each of these, all that there are now, is known not to be needed; kept by the warehouse from call to
     * call.
     */
    public Map<Path, Instant> firstSights(Collection<Path> unneeded, Instant now) {
        return calling(() -> new FirstSights(layout).note(unneeded, path -> true, now));
    }

    /** As {@link #firstSights}, of files in the warehouse only: what is known of other places stays known. */
    public Map<Path, Instant> firstSightsOfFiles(Collection<Path> unneeded, Instant now) {
        return calling(() -> new FirstSights(layout).note(unneeded, path -> path.startsWith(layout.root()), now));
    }

    /** Deletes an orphan. */
    public void remove(Orphan orphan) {
        calling(() -> {
            Files.deleteIfExists(orphan.path());
            FaultPoint.MID_DELETE.reached();
            return orphan;
        });
    }

    private <T> T calling(Calls.Call<T> call) {
        return new Calls(layout.root()).calling(call);
    }
}
