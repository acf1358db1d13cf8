package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceCount;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.transform.Carry;
import dev.exporter.transform.OutputRows;
import dev.exporter.transform.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.batch.core.job.JobInterruptedException;

/**
 * The rows of all partitions of a wave, read once and joined; {@link #take} gives those of a partition. They lie in the
 * engine's memory and, beyond its limit, in its spill directory: nothing of them outlives the process. Thread-safe once
 * loaded.
 */
public final class LoadedWave implements AutoCloseable {
    /** Of source tables, from a disk; from memory it is some ten times as fast. */
    private static final long BYTES_READ_PER_SECOND = 100_000_000;

    private final Rooms rooms;
    private final RunPlan.Wave wave;
    private final Session session;
    private final Map<String, OutputRows> tables = new HashMap<>();
    private final Instant begin = Instant.now();
    /** For each source table that is read by range, its rows by the first keys of the partitions. */
    private final Map<String, Map<Long, Long>> counts = new HashMap<>();

    private Set<KeyRange> doubtful = Set.of();

    private LoadedWave(Rooms rooms, RunPlan.Wave wave) {
        this.rooms = rooms;
        this.wave = wave;
        this.session = rooms.engine().session();
    }

    /**
     * Reads and joins a wave under one snapshot, or under several where reading takes longer than one may last. What was
     * torn apart by that is found, and read again when its partition is taken.
     *
     * @throws ExporterException failed, where a value of the source does not fit
     * @throws JobInterruptedException where the run is to stop
     */
    public static LoadedWave load(Rooms rooms, RunPlan.Wave wave) throws JobInterruptedException {
        LoadedWave loaded = new LoadedWave(rooms, wave);
        try {
            loaded.session.options(rooms.options());
            Doubts doubts = new Doubts(rooms, wave, loaded.session);
            try (RenewedSnapshots pins = new RenewedSnapshots(
                    rooms.sources(), rooms.plan().request().limits().reading().longestPin(), doubts::remember)) {
                Loading loading = loaded.new Loading(pins);
                if (loading.isLong()) {
                    doubts.remember(pins);
                }
                loading.load();
                rooms.progress().stage("check");
                loaded.doubtful = doubts.find(pins);
            }
            FaultChecks.check(rooms, loaded.session, "range " + wave.range(), loaded.doubtful);
            rooms.dataset().prepared().forEach(prepared -> loaded.session.drop(prepared.name()));
            return loaded;
        } catch (JobInterruptedException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /**
     * The rows of one of the wave's partitions. One that changed while the wave was read is read again, by index.
     *
     * @throws ExporterException failed, where a value of the source does not fit
     * @throws JobInterruptedException where the run is to stop
     */
    public SortedPartition take(KeyRange partition) throws JobInterruptedException {
        if (doubtful.contains(partition)) {
            return IndexLoad.partition(rooms, partition);
        }
        Session session = rooms.engine().session();
        SortedPartition sorted = new SortedPartition(session, count(partition), Duration.ZERO);
        try {
            if (rooms.replaces(partition)) {
                new ReplacedPartition(rooms, partition, session, tables).sortInto(sorted);
                return sorted;
            }
            for (TableSpec table : rooms.tables()) {
                OutputRows rows = tables.get(table.name());
                if (rows == null) {
                    throw new IllegalStateException("table " + table.name() + " is not loaded");
                }
                sorted.add(table, taker -> taker.take(rows, partition, Carry.none()));
            }
            return sorted;
        } catch (RuntimeException e) {
            sorted.close();
            throw e;
        }
    }

    private SourceCount count(KeyRange partition) {
        Map<String, Long> rows = new HashMap<>();
        counts.forEach((source, all) -> rows.put(source, all.getOrDefault(partition.first(), 0L)));
        return new SourceCount(begin, rows);
    }

    @Override
    public void close() {
        session.close();
    }

    /**
     * Loads table after table, each source table right before the first one that needs it, and frees it after the
     * last. The tables are made in the reverse order of their commits, children last: their parents' full rows are then
     * gone already.
     */
    private final class Loading {
        private final Needs needs = new Needs(rooms.dataset());
        private final IndexedRows byIndex;
        private final TableScans scans;
        private final LoadMeter meter;
        private final List<SourceTable> unread = new ArrayList<>(rooms.dataset().sources());
        private final List<SourceTable> held = new ArrayList<>();
        private final List<Dataset.PreparedTable> unprepared =
                new ArrayList<>(rooms.dataset().prepared());
        private final List<TableSpec> unmade = new ArrayList<>(rooms.tables());

        Loading(RenewedSnapshots pins) {
            try (RenewedSnapshots.Loan loan = pins.borrow()) {
                this.meter = new LoadMeter(rooms, loan.snapshot());
            }
            this.byIndex = new IndexedRows(rooms, wave, session, pins);
            this.scans = new TableScans(rooms, wave, session, pins, meter);
        }

        /** Whether reading will probably outlast a read transaction. */
        boolean isLong() {
            long longestMillis =
                    rooms.plan().request().limits().reading().longestPin().toMillis();
            return longestMillis > 0 && meter.bytes() / BYTES_READ_PER_SECOND > longestMillis / 1000;
        }

        void load() throws JobInterruptedException {
            scans.announce();
            while (!unmade.isEmpty()) {
                TableSpec table = unmade.remove(unmade.size() - 1);
                rooms.progress().stage("read-" + table.name());
                List<SourceTable> sources = read(needs.sources(table));
                rooms.progress().stage("join-" + table.name());
                prepare(needs.prepared(table));
                rooms.stop().check();
                tables.put(
                        table.name(),
                        session.make(table, rooms.dataset().range().column(), wave.range()));
                meter.joined(sources);
                free();
            }
        }

        /** Returns those that were not read before. */
        private List<SourceTable> read(List<SourceTable> wanted) throws JobInterruptedException {
            List<SourceTable> now = wanted.stream().filter(unread::contains).toList();
            List<SourceTable> unfit =
                    scans.load(now.stream().filter(wave::scans).toList());
            for (SourceTable source : now) {
                if (!wave.scans(source) || unfit.contains(source)) {
                    byIndex.load(source);
                    meter.read(source, 1);
                }
            }
            now.stream().filter(rooms::isCounted).forEach(this::count);
            unread.removeAll(now);
            held.addAll(now);
            return now;
        }

        private void count(SourceTable source) {
            String key = ((SourceTable.ByRange) source.read()).column();
            counts.put(
                    source.name(),
                    session.checks()
                            .rowsByPartition(
                                    source,
                                    key,
                                    new Partitioning.Truncate(rooms.plan().partitionSize())));
        }

        /** Makes what a table needs, and whatever else can be made by now: its sources can then go. */
        private void prepare(List<Dataset.PreparedTable> wanted) {
            for (Dataset.PreparedTable prepared : List.copyOf(unprepared)) {
                if (!wanted.contains(prepared) && !held.containsAll(needs.sources(prepared))) {
                    return;
                }
                session.prepare(prepared);
                unprepared.remove(prepared);
            }
        }

        private void free() {
            for (SourceTable source : List.copyOf(held)) {
                if (!needs.isNeeded(source, unmade, unprepared, unread)) {
                    session.drop(source.name());
                    held.remove(source);
                }
            }
        }
    }
}
