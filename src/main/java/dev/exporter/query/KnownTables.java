package dev.exporter.query;

import dev.exporter.plan.tables.TableDetail;
import dev.exporter.warehouse.Warehouse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tables as they were last read: read again only when they have changed. Thread-safe. */
final class KnownTables {
    private final Warehouse warehouse;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    KnownTables(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    private record Known(int version, TableDetail detail) {}

    /** A table as it is now; empty where there is none. */
    Optional<TableDetail> table(String name) {
        // Asked before the table is read: what is read may be newer, and is then read once more.
        int version = warehouse.version(name);
        Known last = known.get(name);
        if (last != null && last.version() == version) {
            return Optional.of(last.detail());
        }
        Optional<TableDetail> now = warehouse.table(name).map(table -> new TableReading(table).detail());
        now.ifPresentOrElse(detail -> known.put(name, new Known(version, detail)), () -> known.remove(name));
        return now;
    }
}
