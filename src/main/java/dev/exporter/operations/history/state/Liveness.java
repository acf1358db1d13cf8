package dev.exporter.operations.history.state;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.run.holder.Holders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which runs a process is at: those that hold their ranges. The answer for a warehouse is kept for a second. Thread-safe.
 */
final class Liveness {
    private static final long VALID_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Set<String> runs, long at) {}

    /**
     * Whether a process is at a run. A run that is only just beginning has its range before the repository knows of it, so
     * that one that is there and holds nothing is dead, or has ended since it was read.
     *
     * @param tables where they are: the warehouse, or a namespace in it
     * @param readAt {@link System#nanoTime} before the run was read from the repository
     */
    boolean isAlive(Path tables, String run, long readAt) {
        Seen known = seen.get(tables);
        long now = System.nanoTime();
        boolean isFresh = known != null && now - known.at() < VALID_NANOS;
        if (known != null && isFresh && (known.runs().contains(run) || known.at() - readAt >= 0)) {
            return known.runs().contains(run);
        }
        Optional<Holders> holders = Holders.above(tables);
        if (holders.isEmpty()) {
            return true; // of another machine, which this one cannot ask
        }
        try {
            Set<String> runs = holders.get().runs().stream().map(RunId::text).collect(Collectors.toSet());
            seen.put(tables, new Seen(runs, now));
            return runs.contains(run);
        } catch (ExporterException e) {
            return true; // a warehouse that this user may only read: the repository's word stands
        }
    }
}
