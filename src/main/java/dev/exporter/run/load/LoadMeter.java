package dev.exporter.run.load;

import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.TableSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells how much of a wave is loaded, in bytes of its source tables: a row of blocks takes several times as long as one
 * of tags, a byte about as long. What a table takes when it is read by index is not more, or it would be scanned.
 * Thread-safe.
 */
final class LoadMeter {
    /** Joining takes this part of the time in which the tables that are joined were read (measured). */
    private static final double JOINING = 0.7;

    private final ProgressListener progress;
    private final Map<String, TableSize> sizes = new HashMap<>();
    private final Map<String, Double> read = new HashMap<>();
    private double joined;

    /** @param first of the snapshots under which the wave is read */
    LoadMeter(Rooms rooms, SourceSnapshot first) {
        this.progress = rooms.progress();
        rooms.dataset().sources().stream()
                .filter(source -> rooms.dataset().reads(source, rooms.options()))
                .forEach(source -> sizes.put(source.name(), first.size(source)));
    }

    /** About how many rows a table has; 0 where it is not read. */
    long rows(SourceTable source) {
        return size(source).rows();
    }

    /** About how many bytes all tables that are read have. */
    long bytes() {
        return sizes.values().stream().mapToLong(TableSize::bytes).sum();
    }

    /** A part of a table was read; what was read twice counts once. */
    synchronized void read(SourceTable source, double part) {
        read.merge(source.name(), part, (before, more) -> Math.min(1, before + more));
        tell();
    }

    /** Tables that were read completely are joined with those before. */
    synchronized void joined(Collection<SourceTable> sources) {
        for (SourceTable source : sources) {
            read.put(source.name(), 1.0);
            joined += size(source).bytes();
        }
        tell();
    }

    private TableSize size(SourceTable source) {
        return sizes.getOrDefault(source.name(), new TableSize(0, 0));
    }

    private void tell() {
        double done = JOINING * joined;
        double all = 0;
        for (Map.Entry<String, TableSize> table : sizes.entrySet()) {
            done += table.getValue().bytes() * read.getOrDefault(table.getKey(), 0.0);
            all += table.getValue().bytes() * (1 + JOINING);
        }
        progress.loading(Math.round(done), Math.round(all));
    }
}
