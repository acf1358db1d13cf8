package dev.exporter.upkeep;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.MaintainReport;
import dev.exporter.plan.RunId;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.recovery.Pins;
import dev.exporter.run.rewrite.Leftovers;
import dev.exporter.run.rewrite.Rewriting;
import dev.exporter.upkeep.Unneeded.State;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.keeping.Retention;
import dev.exporter.warehouse.keeping.WarehouseUpkeep;
import dev.exporter.warehouse.keeping.WarehouseUpkeep.Expiry;
import dev.exporter.warehouse.manifest.ManifestLayout;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.table.ExistingTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the tables of a warehouse small, beside exports and readers: compacts small files, rewrites manifests, expires
 * snapshots, and removes files that nothing names. No row changes. For one thread.
 */
public final class Maintain {
    private final Warehouse warehouse;
    private final WarehouseUpkeep upkeep;
    private final Holders holders;
    private final Settings settings;
    private final Clock clock;
    private final Consumer<String> progress;
    private final Set<String> notes = new LinkedHashSet<>();
    private final RunId run;

    private Maintain(Warehouse warehouse, Settings settings, Clock clock, Consumer<String> progress) {
        this.warehouse = warehouse;
        this.upkeep = warehouse.upkeep();
        this.holders = Holders.of(warehouse.root());
        this.settings = settings;
        this.clock = clock;
        this.progress = progress;
        this.run = RunId.create(clock.instant());
    }

    /**
     * How to go about it.
     *
     * @param keepSnapshots how many of the newest snapshots stay, at least 1
     * @param keepAge snapshots that were current within this time stay, too
     * @param grace whoever has begun to read within this time goes on; files that expired under a longer one stay for
     *     that
     * @param minAge of files that were never in use before they are removed
     * @param dataset a dataset file, for tables of one that is not built in
     */
    public record Settings(
            Path warehouse,
            Optional<String> warehouseLocation,
            String namespace,
            int keepSnapshots,
            Duration keepAge,
            Duration grace,
            Duration minAge,
            Optional<String> dataset,
            Rewriting.Settings rewriting) {
        private Retention retention() {
            return new Retention(keepSnapshots, keepAge, grace);
        }
    }

    /** What to do with what is found. */
    public enum Mode {
        /** Nothing is done but that orphans are noted, so that they can grow old. */
        LIST,
        DO,
        /**
         * As {@link #DO}; partitions that others hold are waited for, at most for the grace, and what expired until it can
         * be removed as well.
         */
        DO_AND_WAIT
    }

    /**
     * Of a warehouse. Nothing is read yet.
     *
     * @param progress hears what is going on, a line at a time
     * @throws ExporterException refused, if the place cannot be
     */
    public static Maintain of(Settings settings, Clock clock, Consumer<String> progress) {
        return new Maintain(
                Warehouse.at(settings.warehouse(), settings.warehouseLocation(), settings.namespace()),
                settings,
                clock,
                progress);
    }

    /**
     * Does it, or tells what would be done.
     *
     * @throws ExporterException refused, if there is no warehouse or no table; with exit code 4, if another process
     *     maintains it; failed, if it cannot be done: what was done before stays done, and where files of some partitions
     *     are damaged, all that does not need them is
     */
    public MaintainReport run(Mode mode) {
        Places.requireWarehouse(warehouse.root());
        if (warehouse.tables().isEmpty()) {
            throw ExporterException.refused(
                    "no-tables",
                    "there are no tables in " + warehouse.root(),
                    "--warehouseDir",
                    "Export something first, or give the warehouse's directory");
        }
        if (mode == Mode.LIST) {
            return looked();
        }
        try (RangeHold hold = holders.takeUpkeep(run)) {
            hold.requireHeld();
            return done(mode);
        }
    }

    private MaintainReport looked() {
        Instant start = clock.instant();
        Compaction compaction =
                new Compaction(warehouse, settings.rewriting().target(), settings.dataset(), notes::add);
        List<ExistingTable> existing = tables();
        compaction.groups(existing);
        List<MaintainReport.Table> tables = new ArrayList<>();
        for (ExistingTable table : existing) {
            tables.add(state(table, compaction)
                    .expected(upkeep.expirable(table.name(), settings.retention(), clock.instant())));
        }
        noteUnfinished();
        noteUnknown();
        List<Unneeded> unneeded = removal().list();
        int interrupted =
                new Leftovers(warehouse, settings.rewriting().staging()).runs().size();
        long bytes = DiskUse.of(existing);
        return new MaintainReport(
                true,
                tables,
                orphans(unneeded, State.REMOVABLE),
                interrupted,
                bytes,
                bytes,
                List.copyOf(notes),
                Duration.between(start, clock.instant()));
    }

    private MaintainReport done(Mode mode) {
        Instant start = clock.instant();
        Leftovers leftovers = new Leftovers(warehouse, settings.rewriting().staging());
        int interrupted = leftovers.runs().size();
        List<ExistingTable> existing = tables();
        long bytesBefore = DiskUse.of(existing);
        leftovers.remove();
        Compaction compaction =
                new Compaction(warehouse, settings.rewriting().target(), settings.dataset(), notes::add);
        Map<String, TableState> before = new LinkedHashMap<>();
        existing.forEach(table -> before.put(table.name(), state(table, compaction)));
        Duration patience = mode == Mode.DO_AND_WAIT ? settings.grace() : Duration.ZERO;
        Compacting compacting = new Compacting(warehouse, run, settings.rewriting(), progress, notes::add);
        List<Rewriting.Done> compacted = compacting.all(compaction.groups(existing), patience);
        List<MaintainReport.Table> tables = new ArrayList<>();
        before.forEach((name, state) -> tables.add(done(name, state, compacted)));
        noteUnfinished();
        noteUnknown();
        List<Unneeded> unneeded = mode == Mode.DO_AND_WAIT
                ? removal().removeAndWait(progress)
                : removal().remove();
        compacting.requireNoDamage();
        return new MaintainReport(
                false,
                tables,
                orphans(unneeded, State.REMOVED),
                interrupted,
                bytesBefore,
                DiskUse.of(existing),
                List.copyOf(notes),
                Duration.between(start, clock.instant()));
    }

    private TableState state(ExistingTable table, Compaction compaction) {
        return TableState.of(
                table,
                compaction.missed(table),
                settings.rewriting().target(),
                upkeep.manifests(table.name()).orElseThrow());
    }

    private List<ExistingTable> tables() {
        return warehouse.tables().stream()
                .flatMap(name -> warehouse.table(name).stream())
                .toList();
    }

    private MaintainReport.Table done(String table, TableState before, List<Rewriting.Done> compacted) {
        boolean isRewritten = upkeep.rewriteManifests(table, run);
        Expiry expiry = upkeep.expire(table, settings.retention(), clock.instant(), guard());
        progress.accept("event=table table=" + table + " manifestsRewritten=" + isRewritten + " snapshotsExpired="
                + expiry.snapshots());
        int files =
                warehouse.table(table).map(existing -> existing.files().size()).orElse(0);
        int manifests = upkeep.manifests(table).map(ManifestLayout::manifests).orElse(0);
        return before.done(compacted, files, manifests, expiry);
    }

    private WarehouseUpkeep.Guard guard() {
        return new WarehouseUpkeep.Guard() {
            @Override
            public <T> T during(Supplier<T> work) {
                return holders.exclusively(work);
            }
        };
    }

    private void noteUnfinished() {
        for (RunPin pin : Pins.needed(warehouse, holders)) {
            if (pin.namespace().equals(settings.namespace())) {
                notes.add("run " + pin.run() + " of the range " + pin.aligned()
                        + " is not finished: its partitions and snapshots were left");
            }
        }
    }

    private void noteUnknown() {
        for (Path folder : warehouse.orphans().unknownTables()) {
            notes.add(
                    "the folder " + folder + " was left: it has metadata of a table but no v<N>.metadata.json, as after"
                            + " a restore in part or where another program's catalog keeps the table");
        }
    }

    private Removal removal() {
        UnneededFiles files = new UnneededFiles(warehouse, () -> holders.isAnyHeldBeside(run));
        UnneededFiles.Ages ages = new UnneededFiles.Ages(settings.minAge(), settings.grace());
        return new Removal(warehouse, files, ages, clock);
    }

    private static MaintainReport.Orphans orphans(List<Unneeded> unneeded, State state) {
        int files = 0;
        long bytes = 0;
        int waiting = 0;
        long waitingBytes = 0;
        for (Unneeded one : unneeded) {
            if (one.state() == state) {
                files++;
                bytes += one.bytes();
            } else {
                waiting++;
                waitingBytes += one.bytes();
            }
        }
        return new MaintainReport.Orphans(files, bytes, waiting, waitingBytes);
    }
}
