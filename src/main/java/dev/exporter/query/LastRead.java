package dev.exporter.query;

import dev.exporter.warehouse.TableVersion;
import dev.exporter.warehouse.Warehouse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What was last read of each table: read again only when the table has changed, or something else is asked for.
 * Thread-safe.
 */
final class LastRead<T> {
    private final Warehouse warehouse;
    private final Map<String, Known<T>> known = new ConcurrentHashMap<>();

    LastRead(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    private record Known<T>(Optional<TableVersion> version, Object what, T value) {}

    /**
     * What is asked for of a table as it is now; empty where {@code read} finds nothing.
     *
     * @param what of the table, told apart by equality: only one is kept
     */
    Optional<T> of(String table, Object what, Supplier<Optional<T>> read) {
        // Asked before the table is read: what is read may be newer, and is then read once more.
        Optional<TableVersion> version = warehouse.version(table);
        Known<T> last = known.get(table);
        if (last != null && last.version().equals(version) && last.what().equals(what)) {
            return Optional.of(last.value());
        }
        Optional<T> now = read.get();
        now.ifPresentOrElse(value -> known.put(table, new Known<>(version, what, value)), () -> known.remove(table));
        return now;
    }
}
