package dev.exporter.run.load;

import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.source.Slice;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.sqlite.Landmark;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells whether the slices of tables, scanned under snapshots one after the other, are slices of the same order: whether
 * rows kept their numbers. Thread-safe.
 */
final class ScanOrder {
    private final RenewedSnapshots pins;
    /** What each scanned slice ended with. */
    private final Map<Landmark, SourceTable> lasts = new HashMap<>();

    private final Map<String, Long> schemaVersions = new HashMap<>();
    private final Map<String, SourceTable> tables = new HashMap<>();
    private boolean broken;

    ScanOrder(RenewedSnapshots pins) {
        this.pins = pins;
    }

    /** A slice was scanned. */
    synchronized void scanned(SourceTable source, Slice slice, SourceSnapshot snapshot) {
        long version = snapshot.schemaVersion(source);
        Long earlier = schemaVersions.putIfAbsent(source.database(), version);
        broken |= earlier != null && earlier != version;
        tables.putIfAbsent(source.database(), source);
        snapshot.lastOf(source, slice).ifPresent(last -> lasts.put(last, source));
    }

    /** Whether all slices have what they should, to be asked after the last one. */
    synchronized boolean isKept() {
        if (broken || pins.pins() == 1) {
            return !broken;
        }
        try (RenewedSnapshots.Loan loan = pins.borrow()) {
            SourceSnapshot now = loan.snapshot();
            return tables.values().stream()
                            .allMatch(table ->
                                    schemaVersions.getOrDefault(table.database(), -1L) == now.schemaVersion(table))
                    && lasts.entrySet().stream().allMatch(last -> now.holds(last.getValue(), last.getKey()));
        }
    }
}
