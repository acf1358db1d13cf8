package dev.exporter.upkeep;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.run.rewrite.Rewriting;
import dev.exporter.warehouse.Warehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Rewrites what {@link Compaction} has found, beside exports. For one thread. */
final class Compacting {
    /** Between two looks at partitions that others are at work on. */
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** What a damaged file makes of a group's rewrite; it says nothing of other groups. */
    private static final Set<String> DAMAGE = Set.of("rows-differ", "sql-engine");

    private final Warehouse warehouse;
    private final RunId run;
    private final Rewriting.Settings settings;
    private final Consumer<String> progress;
    private final Consumer<String> notes;
    private final List<Rewriting.Done> done = new ArrayList<>();
    private final List<ExporterException> damages = new ArrayList<>();

    /**
     * @param run of its own, whose name the new files have
     * @param progress hears what is going on, a line at a time
     * @param notes hears which partitions were left, and why
     */
    Compacting(
            Warehouse warehouse,
            RunId run,
            Rewriting.Settings settings,
            Consumer<String> progress,
            Consumer<String> notes) {
        this.warehouse = warehouse;
        this.run = run;
        this.settings = settings;
        this.progress = progress;
        this.notes = notes;
    }

    /** What others are at work on, as groups to be tried again. */
    private record Held(List<Compaction.Group> groups, List<Rewriting.Skipped> partitions) {}

    /**
     * Rewrites groups one after the other, and then again those of their partitions that others were at work on.
     *
     * @param patience for how long these are tried again
     */
    List<Rewriting.Done> all(List<Compaction.Group> groups, Duration patience) {
        if (groups.isEmpty()) {
            return List.of();
        }
        long begin = System.nanoTime();
        try (Rewriting rewriting = Rewriting.begin(warehouse, run, settings)) {
            Held held = each(rewriting, groups);
            if (!held.groups().isEmpty() && !patience.isZero()) {
                progress.accept("event=wait partitionsHeld=" + held.partitions().size() + " atMostSeconds="
                        + patience.toSeconds());
            }
            while (!held.groups().isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
                LockSupport.parkNanos(PAUSE.toNanos());
                held = each(rewriting, held.groups());
            }
            held.partitions().forEach(this::note);
        }
        return done;
    }

    private Held each(Rewriting rewriting, List<Compaction.Group> groups) {
        int all = groups.stream().mapToInt(group -> group.partitions().size()).sum();
        int looked = 0;
        Held held = new Held(new ArrayList<>(), new ArrayList<>());
        for (Compaction.Group group : groups) {
            int before = done.size();
            List<Rewriting.Skipped> left = rewrite(rewriting, group);
            if (!left.isEmpty()) {
                List<KeyRange> partitions =
                        left.stream().map(Rewriting.Skipped::partition).toList();
                held.groups().add(new Compaction.Group(partitions, group.tables()));
                held.partitions().addAll(left);
            }
            looked += group.partitions().size();
            if (done.size() > before) {
                progress.accept("event=compact partitions=" + looked + "/" + all + " files="
                        + done.stream().mapToInt(Rewriting.Done::filesBefore).sum() + "->"
                        + done.stream().mapToInt(Rewriting.Done::filesAfter).sum() + " bytes="
                        + done.stream().mapToLong(Rewriting.Done::bytesAfter).sum());
            }
        }
        return held;
    }

    /** Returns those of a group's partitions that others are at work on. */
    private List<Rewriting.Skipped> rewrite(Rewriting rewriting, Compaction.Group group) {
        try {
            Rewriting.Result result = rewriting.rewrite(group.partitions(), group.tables());
            done.addAll(result.done());
            List<Rewriting.Skipped> held = new ArrayList<>();
            for (Rewriting.Skipped skipped : result.skipped()) {
                if (skipped.isHeld()) {
                    held.add(skipped);
                } else {
                    note(skipped);
                }
            }
            return held;
        } catch (ExporterException e) {
            if (DAMAGE.contains(e.problem().code())) {
                damages.add(e);
            } else if (!e.problem().code().equals("rewrite-conflict")) {
                throw e;
            }
            KeyRange first = group.partitions().get(0);
            notes.accept(
                    "partitions from " + first + " on were left: " + e.problem().message());
            return List.of();
        }
    }

    /**
     * To be called once all else is done that does not depend on it.
     *
     * @throws ExporterException failed, if a group was left because files of it are damaged
     */
    void requireNoDamage() {
        if (!damages.isEmpty()) {
            throw damages.get(0);
        }
    }

    private void note(Rewriting.Skipped skipped) {
        notes.accept("partition " + skipped.partition() + " was left: " + skipped.why());
    }
}
