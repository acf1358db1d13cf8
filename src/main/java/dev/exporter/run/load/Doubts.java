package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.source.SourceReader;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.sqlite.Census;
import dev.exporter.transform.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partitions of a wave whose rows may not fit together because the wave was read under several snapshots, one
 * after the other: those in which rows came or went, those in which a row has not the children that it says and that
 * are counted otherwise now, and those in which the identity of a key changed.
 */
final class Doubts {
    private static final String IDENTITY_NOW = "identity now";

    private final Rooms rooms;
    private final RunPlan.Wave wave;
    private final Session session;
    private final Map<String, Map<KeyRange, Census>> before = new ConcurrentHashMap<>();

    Doubts(Rooms rooms, RunPlan.Wave wave, Session session) {
        this.rooms = rooms;
        this.wave = wave;
        this.session = session;
    }

    /** Remembers what the first snapshot holds, unless that is known already; on any thread. */
    void remember(SourceSnapshot first) {
        for (SourceTable source : ranged()) {
            Map<KeyRange, Census> census = before.computeIfAbsent(source.name(), name -> new HashMap<>());
            wave.partitions()
                    .forEach(partition -> census.computeIfAbsent(partition, key -> census(first, source, key)));
        }
    }

    /**
     * Remembers what each partition holds now, before anything of it is read. What changes from now on is a doubt, so that it
     * need not be one snapshot that tells of all.
     */
    void remember(RenewedSnapshots pins) {
        for (SourceTable source : ranged()) {
            Map<KeyRange, Census> census = new HashMap<>();
            for (KeyRange partition : wave.partitions()) {
                try (RenewedSnapshots.Loan loan = pins.borrow()) {
                    census.put(partition, census(loan.snapshot(), source, partition));
                }
            }
            before.put(source.name(), census);
        }
    }

    private Census census(SourceSnapshot snapshot, SourceTable source, KeyRange partition) {
        return snapshot.census(source, partition.intersection(wave.range()));
    }

    private List<SourceTable> ranged() {
        return rooms.dataset().sources().stream()
                .filter(source -> source.read() instanceof SourceTable.ByRange)
                .filter(source -> rooms.dataset().reads(source, rooms.options()))
                .toList();
    }

    /**
     * The partitions that have to be read again under one snapshot each, once all tables of the wave are made.
     *
     * @param pins under which they were read
     */
    SortedSet<KeyRange> find(RenewedSnapshots pins) {
        if (pins.pins() <= 1) {
            return Collections.emptySortedSet();
        }
        SortedSet<KeyRange> doubtful = new TreeSet<>();
        addReorganised(pins, doubtful);
        addChanged(pins, doubtful);
        addMiscounted(pins, doubtful);
        rooms.progress()
                .information("tables were read under " + pins.pins()
                        + " read transactions one after the other, the longest of "
                        + String.format(
                                Locale.ROOT, "%.2f s", pins.longestHeld().toNanos() / 1e9)
                        + ", since none may last longer than --maxReadSeconds; "
                        + (doubtful.isEmpty()
                                ? "no partition changed meanwhile"
                                : doubtful.size() + " of " + wave.partitions().size()
                                        + " partitions changed meanwhile and are read again by index"));
        return doubtful;
    }

    /** Of the keys, one table may hold what was there before a reorganisation and another what came after it. */
    private void addReorganised(RenewedSnapshots pins, SortedSet<KeyRange> doubtful) {
        Dataset.Identity identity = rooms.dataset().identity();
        if (identity == null) {
            return;
        }
        SourceTable source = rooms.dataset().source(identity.source());
        loadNow(source, pins);
        List<Long> changed = session.checks()
                .changed(
                        identity,
                        IDENTITY_NOW,
                        ((SourceTable.ByRange) source.read()).column(),
                        rooms.dataset().range().column());
        session.drop(IDENTITY_NOW);
        if (!changed.isEmpty()) {
            Reorganisations.report(rooms, identity.column() + " changed while the source was read", changed);
            changed.forEach(key -> doubtful.add(rooms.plan().partitioning().partitionOf(key)));
        }
    }

    private void loadNow(SourceTable source, RenewedSnapshots pins) {
        SourceTable named = new SourceTable(
                IDENTITY_NOW, source.database(), source.table(), source.columns(), source.read(), source.when());
        try (RenewedSnapshots.Loan loan = pins.borrow();
                SourceReader rows = loan.snapshot().read(source, wave.range(), rooms.allocator())) {
            session.load(named, rows, rooms.allocator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addChanged(RenewedSnapshots pins, SortedSet<KeyRange> doubtful) {
        for (SourceTable source : ranged()) {
            for (KeyRange partition : wave.partitions()) {
                @Nullable Census earlier = before.getOrDefault(source.name(), Map.of()).get(partition);
                try (RenewedSnapshots.Loan loan = pins.borrow()) {
                    if (!census(loan.snapshot(), source, partition).equals(earlier)) {
                        doubtful.add(partition);
                    }
                }
            }
        }
    }

    /** A row whose children are as many now as were read does lack them: reading it again would change nothing. */
    private void addMiscounted(RenewedSnapshots pins, SortedSet<KeyRange> doubtful) {
        for (Dataset.FaultCheck check : rooms.dataset().faults()) {
            if (!check.recount()) {
                continue;
            }
            session.checks().miscounts(check, row -> {
                KeyRange partition = rooms.plan().partitioning().partitionOf(row.key());
                if (doubtful.contains(partition)) {
                    return;
                }
                try (RenewedSnapshots.Loan loan = pins.borrow()) {
                    SourceTable children = rooms.dataset().source(row.source());
                    if (loan.snapshot().children(children, row.parent()) != row.found()) {
                        doubtful.add(partition);
                    }
                }
            });
        }
    }
}
