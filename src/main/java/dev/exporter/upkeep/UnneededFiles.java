package dev.exporter.upkeep;

import dev.exporter.upkeep.Unneeded.Kind;
import dev.exporter.upkeep.Unneeded.State;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.keeping.Orphan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Files of a warehouse that no snapshot and no run names. For one thread. */
final class UnneededFiles {
    private final Warehouse warehouse;
    private final BooleanSupplier isAnyoneAtWork;

    /** @param isAnyoneAtWork whether a run may be making files */
    UnneededFiles(Warehouse warehouse, BooleanSupplier isAnyoneAtWork) {
        this.warehouse = warehouse;
        this.isAnyoneAtWork = isAnyoneAtWork;
    }

    /**
     * From which age on files can go.
     *
     * @param orphans of files that were never in use, or of which that is not known
     * @param expired of files that were in use until their snapshots expired
     */
    record Ages(Duration orphans, Duration expired) {}

    /**
     * Looked for twice, with the question between whether a run is under way: what one had just made at the first look
     * is left, and what one had made that has ended since is named at the second. What expiry has left, no run can be
     * making.
     */
    Map<Path, Orphan> find() {
        List<Orphan> first = warehouse.orphans().all();
        boolean isHeld = isAnyoneAtWork.getAsBoolean();
        Set<Path> expired = warehouse.orphans().expired();
        Set<Path> second = warehouse.orphans().all().stream().map(Orphan::path).collect(Collectors.toSet());
        Map<Path, Orphan> orphans = new LinkedHashMap<>();
        first.stream()
                .filter(orphan -> second.contains(orphan.path()))
                .filter(orphan -> !isHeld || !orphan.mayBeUnderWay() || expired.contains(orphan.path()))
                .forEach(orphan -> orphans.put(orphan.path(), orphan));
        return orphans;
    }

    /** What {@link #find} has found, with what can be done about each. */
    List<Unneeded> judged(Map<Path, Orphan> orphans, Map<Path, Instant> firstSeen, Ages ages, Instant now) {
        Set<Path> expired = warehouse.orphans().expired();
        List<Unneeded> found = new ArrayList<>();
        for (Orphan orphan : orphans.values()) {
            Instant since = firstSeen.getOrDefault(orphan.path(), now);
            Duration age = expired.contains(orphan.path()) ? ages.expired() : ages.orphans();
            State state = Duration.between(since, now).compareTo(age) < 0 ? State.TOO_YOUNG : State.REMOVABLE;
            Kind kind = orphan.isMetadata() ? Kind.METADATA : Kind.DATA;
            found.add(new Unneeded(kind, orphan.path(), orphan.bytes(), since, state));
        }
        return found;
    }
}
