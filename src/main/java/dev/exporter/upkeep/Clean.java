package dev.exporter.upkeep;

import dev.exporter.plan.RunId;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.recovery.EndedStaging;
import dev.exporter.run.rewrite.Leftovers;
import dev.exporter.upkeep.Unneeded.Kind;
import dev.exporter.upkeep.Unneeded.State;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.keeping.Orphan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes what interrupted and abandoned runs have left: folders in staging, and files of the warehouse that no
 * snapshot and no run names. Age counts from the first time that a thing was seen not to be needed. For one thread.
 */
public final class Clean {
    private final Warehouse warehouse;
    private final Path stagingPath;
    private final EndedStaging staging;
    private final UnneededFiles files;
    private final Leftovers rewrites;
    private final Clock clock;

    private Clean(Warehouse warehouse, Path stagingPath, EndedStaging staging, Clock clock) {
        this.warehouse = warehouse;
        this.stagingPath = stagingPath.toAbsolutePath().normalize();
        this.staging = staging;
        this.files =
                new UnneededFiles(warehouse, () -> Holders.of(warehouse.root()).isAnyHeld());
        this.rewrites = new Leftovers(warehouse, stagingPath);
        this.clock = clock;
    }

    /**
     * Of a warehouse and a staging directory. Nothing is read yet.
     *
     * @param password of the job repository
     * @throws dev.exporter.plan.ExporterException refused, if one of the texts cannot be used
     */
    public static Clean of(Place place, Optional<String> password, Clock clock) {
        Warehouse warehouse = Warehouse.at(place.warehouse(), place.warehouseLocation(), place.namespace());
        return new Clean(
                warehouse,
                place.staging(),
                new EndedStaging(warehouse, place.staging(), place.jobRepository(), password),
                clock);
    }

    /**
     * Where to look.
     *
     * @param warehouseLocation the URI that table metadata records for the warehouse; empty means its file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     * @param jobRepository as {@code --jobRepository} names it
     */
    public record Place(
            Path warehouse, Optional<String> warehouseLocation, String namespace, Path staging, String jobRepository) {}

    /** What to do with what is old enough. */
    public enum Mode {
        LIST,
        REMOVE
    }

    /**
     * Finds what is not needed, notes when it was first seen, and removes it where that is asked for.
     *
     * @param minAge what was first seen less long ago stays; files of expired snapshots, for the grace that they expired
     *     under, too
     * @return all that is not needed, or was before it was removed
     * @throws dev.exporter.plan.ExporterException refused, if there is nothing at the place, or a table is recorded at
     *     another one; failed, if the job repository or the warehouse cannot be used
     */
    public List<Unneeded> run(Duration minAge, Mode mode) {
        Places.requireAny(warehouse.root(), stagingPath);
        List<RunId> interrupted = rewrites.runs();
        if (mode == Mode.REMOVE) {
            rewrites.remove();
        }
        UnneededFiles.Found unnamed = files.find();
        Map<Path, RunId> folders = new LinkedHashMap<>();
        staging.runs().stream()
                .filter(run -> !interrupted.contains(run))
                .forEach(run -> folders.put(staging.path(run), run));
        List<Path> paths = new ArrayList<>(unnamed.orphans().keySet());
        paths.addAll(folders.keySet());
        Instant now = clock.instant();
        Map<Path, Instant> firstSeen = warehouse.orphans().firstSights(paths, stagingPath, now);
        List<Unneeded> found =
                new ArrayList<>(files.judged(unnamed, firstSeen, new UnneededFiles.Ages(minAge, minAge), now));
        for (Path path : folders.keySet()) {
            Instant since = firstSeen.getOrDefault(path, now);
            State state = Duration.between(since, now).compareTo(minAge) < 0 ? State.TOO_YOUNG : State.REMOVABLE;
            found.add(new Unneeded(Kind.STAGING, path, 0, since, state));
        }
        List<Unneeded> all = new ArrayList<>(mode == Mode.LIST ? found : removed(found, unnamed.orphans(), folders));
        State state = mode == Mode.LIST ? State.REMOVABLE : State.REMOVED;
        interrupted.forEach(run -> all.add(new Unneeded(Kind.REWRITE, staging.path(run), 0, now, state)));
        return all;
    }

    private List<Unneeded> removed(List<Unneeded> found, Map<Path, Orphan> orphans, Map<Path, RunId> folders) {
        List<Unneeded> result = new ArrayList<>();
        for (Unneeded one : found) {
            if (one.state() == State.TOO_YOUNG) {
                result.add(one);
                continue;
            }
            Orphan orphan = orphans.get(one.path());
            RunId run = folders.get(one.path());
            if (orphan != null) {
                warehouse.orphans().remove(orphan);
            } else if (run != null) {
                staging.remove(run);
            }
            result.add(one.removed());
        }
        return result;
    }
}
