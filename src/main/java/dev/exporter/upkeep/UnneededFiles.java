package dev.exporter.upkeep;

import dev.exporter.upkeep.Unneeded.Kind;
import dev.exporter.upkeep.Unneeded.State;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.keeping.Orphan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
     * @param expired of files that were in use until their snapshots expired, where they did not under a longer grace
     */
    record Ages(Duration orphans, Duration expired) {
        /** @param graces by file, of those that expired */
        Duration of(Path file, Map<Path, Duration> graces) {
            @Nullable Duration grace = graces.get(file);
            if (grace == null) {
                return orphans;
            }
            return grace.compareTo(expired) > 0 ? grace : expired;
        }
    }

    /**
     * What was found.
     *
     * @param orphans all files that nothing names
     * @param inDoubt those of them that a run may be making; they stay for now, and grow old
     */
    record Found(Map<Path, Orphan> orphans, Set<Path> inDoubt) {}

    /**
     * Looked for twice, with the question between whether a run is under way: what one had just made at the first look
     * is left, and what one had made that has ended since is named at the second. What expiry has left, no run can be
     * making.
     */
    Found find() {
        List<Orphan> first = warehouse.orphans().all();
        boolean isHeld = isAnyoneAtWork.getAsBoolean();
        Set<Path> expired = warehouse.orphans().expired().keySet();
        Set<Path> second = warehouse.orphans().all().stream().map(Orphan::path).collect(Collectors.toSet());
        Map<Path, Orphan> orphans = new LinkedHashMap<>();
        Set<Path> inDoubt = new HashSet<>();
        for (Orphan orphan : first) {
            if (second.contains(orphan.path())) {
                orphans.put(orphan.path(), orphan);
                if (isHeld && orphan.mayBeUnderWay() && !expired.contains(orphan.path())) {
                    inDoubt.add(orphan.path());
                }
            }
        }
        return new Found(orphans, inDoubt);
    }

    /** What {@link #find} has found and is not in doubt, with what can be done about each. */
    List<Unneeded> judged(Found found, Map<Path, Instant> firstSeen, Ages ages, Instant now) {
        Map<Path, Duration> graces = warehouse.orphans().expired();
        List<Unneeded> judged = new ArrayList<>();
        for (Orphan orphan : found.orphans().values()) {
            if (found.inDoubt().contains(orphan.path())) {
                continue;
            }
            Instant since = firstSeen.getOrDefault(orphan.path(), now);
            Duration age = ages.of(orphan.path(), graces);
            State state = Duration.between(since, now).compareTo(age) < 0 ? State.TOO_YOUNG : State.REMOVABLE;
            Kind kind = orphan.isMetadata() ? Kind.METADATA : Kind.DATA;
            judged.add(new Unneeded(kind, orphan.path(), orphan.bytes(), since, state));
        }
        return judged;
    }
}
