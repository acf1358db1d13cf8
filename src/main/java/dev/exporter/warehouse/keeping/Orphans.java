package dev.exporter.warehouse.keeping;

import dev.exporter.fault.FaultPoint;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.iceberg.Calls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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

    /**
     * The files that expiry makes orphans, each with the grace that it expired under: for so long from its first sight
     * on, readers may need it. They were complete and in use before, so that no run can be making them.
     */
    public Map<Path, Duration> expired() {
        return calling(() -> new FirstSights(layout).expired());
    }

    /**
     * Since when each of these is known not to be needed; kept by the warehouse from call to call. What is known of other
     * namespaces and of staging directories stays known.
     *
     * @param orphans all that there are now
     */
    public Map<Path, Instant> firstSights(Collection<Path> orphans, Instant now) {
        OrphanSearch search = new OrphanSearch(layout);
        return calling(() -> new FirstSights(layout).note(orphans, search::looksAt, now));
    }

    /**
     * As {@link #firstSights(Collection, Instant)}, with folders of one staging directory.
     *
     * @param unneeded all orphans and all such folders that there are now
     * @param staging absolute
     */
    public Map<Path, Instant> firstSights(Collection<Path> unneeded, Path staging, Instant now) {
        OrphanSearch search = new OrphanSearch(layout);
        return calling(() -> new FirstSights(layout)
                .note(unneeded, path -> staging.equals(path.getParent()) || search.looksAt(path), now));
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
