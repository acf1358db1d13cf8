package dev.exporter.upkeep;

import dev.exporter.upkeep.Unneeded.State;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.keeping.Orphan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes files of a warehouse once they were known not to be needed for long enough: also those that a snapshot named
 * until it expired, since whoever had begun to read it may still be at it. For one thread.
 */
final class Removal {
    private final Warehouse warehouse;
    private final UnneededFiles files;
    private final UnneededFiles.Ages ages;
    private final Clock clock;

    Removal(Warehouse warehouse, UnneededFiles files, UnneededFiles.Ages ages, Clock clock) {
        this.warehouse = warehouse;
        this.files = files;
        this.ages = ages;
        this.clock = clock;
    }

    /** All files that are not needed, with what can be done about each. Only notes what it has seen. */
    List<Unneeded> list() {
        return look(files.find());
    }

    /** Removes those that are old enough; returns all. */
    List<Unneeded> remove() {
        UnneededFiles.Found found = files.find();
        List<Unneeded> result = new ArrayList<>();
        for (Unneeded one : look(found)) {
            Orphan orphan = found.orphans().get(one.path());
            if (one.state() == State.REMOVABLE && orphan != null) {
                warehouse.orphans().remove(orphan);
                result.add(one.removed());
            } else {
                result.add(one);
            }
        }
        return result;
    }

    /**
     * As {@link #remove}; then waits until what expiry has left is old enough, and removes that, too.
     *
     * @param progress hears for how long
     */
    List<Unneeded> removeAndWait(Consumer<String> progress) {
        List<Unneeded> first = remove();
        Optional<Duration> wait = untilExpiredCanGo(first);
        if (wait.isEmpty()) {
            return first;
        }
        progress.accept("event=wait seconds=" + (wait.get().toMillis() + 999) / 1000);
        sleep(wait.get());
        List<Unneeded> all = new ArrayList<>();
        first.stream().filter(one -> one.state() == State.REMOVED).forEach(all::add);
        all.addAll(remove());
        return all;
    }

    private Optional<Duration> untilExpiredCanGo(List<Unneeded> seen) {
        Map<Path, Duration> graces = warehouse.orphans().expired();
        Instant now = clock.instant();
        return seen.stream()
                .filter(one -> one.state() == State.TOO_YOUNG && graces.containsKey(one.path()))
                .map(one -> Duration.between(now, one.firstSeen().plus(ages.of(one.path(), graces))))
                // What an earlier call gave a longer grace is left for a later one.
                .filter(left -> left.compareTo(ages.expired()) <= 0)
                .max(Duration::compareTo)
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Unneeded> look(UnneededFiles.Found found) {
        Instant now = clock.instant();
        Map<Path, Instant> firstSeen =
                warehouse.orphans().firstSights(found.orphans().keySet(), now);
        return files.judged(found, firstSeen, ages, now);
    }
}
