package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceCount;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.Carry;
import dev.exporter.transform.OutputRows;
import dev.exporter.transform.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobInterruptedException;

/** Reads the rows of a key range by index. */
public final class IndexLoad {
    private IndexLoad() {}

    /**
     * Reads and sorts a partition.
     *
     * @throws ExporterException failed, where a value of the source does not fit
     * @throws JobInterruptedException where the run is to stop
     */
    public static SortedPartition partition(Rooms rooms, KeyRange partition) throws JobInterruptedException {
        long begin = System.nanoTime();
        Session session = rooms.engine().session();
        SourceCount count;
        try {
            session.options(rooms.options());
            count = new PartitionRows(rooms, session, partition).load();
        } catch (JobInterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
        SortedPartition sorted = new SortedPartition(session, count, Duration.ofNanos(System.nanoTime() - begin));
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
}
