package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceCount;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.source.SourceReader;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.transform.Carry;
import dev.exporter.transform.KeyCursor;
import dev.exporter.transform.OutputRows;
import dev.exporter.transform.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobInterruptedException;

/** Reads the rows of a key range by index. */
public final class IndexLoad {
    private final Rooms rooms;
    private final Session session;
    private final SourceSnapshot snapshot;
    private final KeyRange range;

    IndexLoad(Rooms rooms, Session session, SourceSnapshot snapshot, KeyRange range) {
        this.rooms = rooms;
        this.session = session;
        this.snapshot = snapshot;
        this.range = range;
    }

    /**
     * Reads and sorts a partition under one pair of pins. All its tables are read together: read apart, a row that
     * arrives in between would be in one of them and not in the others.
     *
     * @throws ExporterException failed, where a value of the source does not fit
     * @throws JobInterruptedException where the run is to stop
     */
    public static SortedPartition partition(Rooms rooms, KeyRange partition) throws JobInterruptedException {
        Session session = rooms.engine().session();
        SourceCount count;
        try {
            session.options(rooms.options());
            count = read(rooms, session, partition);
        } catch (JobInterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
        SortedPartition sorted = new SortedPartition(session, count);
        try {
            for (Dataset.PreparedTable prepared : rooms.dataset().prepared()) {
                session.prepare(prepared);
            }
            if (rooms.replaces(partition)) {
                replace(rooms, session, partition, sorted);
            } else {
                for (TableSpec table : rooms.tables()) {
                    rooms.stop().check();
                    sorted.add(table, rows -> rows.sort(table, Carry.none()));
                }
                FaultChecks.check(rooms, session, "partition " + partition);
            }
            rooms.dataset().sources().forEach(source -> session.drop(source.name()));
            rooms.dataset().prepared().forEach(prepared -> session.drop(prepared.name()));
            return sorted;
        } catch (JobInterruptedException | RuntimeException e) {
            sorted.close();
            throw e;
        }
    }

    /** Makes all tables' rows first, since those of one table decide which rows of another stay. */
    private static void replace(Rooms rooms, Session session, KeyRange partition, SortedPartition sorted)
            throws JobInterruptedException {
        Map<String, OutputRows> made = new LinkedHashMap<>();
        for (TableSpec table : rooms.tables()) {
            rooms.stop().check();
            String keyColumn = rooms.dataset().range().column();
            made.put(table.name(), session.make(table, keyColumn, partition));
        }
        FaultChecks.check(rooms, session, "partition " + partition);
        rooms.stop().check();
        new ReplacedPartition(rooms, partition, session, made).sortInto(sorted);
        made.values().forEach(session::drop);
    }

    private static SourceCount read(Rooms rooms, Session session, KeyRange partition) throws JobInterruptedException {
        Instant begin = Instant.now();
        Map<String, Long> counts = new HashMap<>();
        long rows = 0;
        try (SourceSnapshot snapshot = rooms.sources().pin()) {
            IndexLoad load = new IndexLoad(
                    rooms,
                    session,
                    snapshot,
                    partition.intersection(rooms.plan().range()));
            for (SourceTable source : rooms.dataset().sources()) {
                rooms.stop().check();
                long read = load.load(source);
                if (rooms.isCounted(source)) {
                    counts.put(source.name(), read);
                }
                rows += read;
                rooms.progress().reading(partition, rows);
            }
        }
        return new SourceCount(begin, counts);
    }

    /**
     * Makes the table of a source, without rows where the options say that it is not read. Tables whose rows it
     * belongs to come first.
     *
     * @return the number of rows
     */
    private long load(SourceTable source) {
        if (!rooms.dataset().reads(source, rooms.options())) {
            session.loadEmpty(source);
            return 0;
        }
        if (source.read() instanceof SourceTable.ByKey) {
            try (KeyCursor keys = session.keys(source)) {
                return load(source, snapshot.lookUp(source, keys, rooms.allocator()));
            }
        }
        return load(source, snapshot.read(source, range, rooms.allocator()));
    }

    private long load(SourceTable source, SourceReader rows) {
        try (rows) {
            return session.load(source, rows, rooms.allocator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
