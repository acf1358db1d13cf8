package dev.exporter.run.load;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.transform.Session;
import org.springframework.batch.core.job.JobInterruptedException;

/** Reads the rows of a wave's source tables by index, table after table and each by partitions. */
final class IndexedRows {
    private final Rooms rooms;
    private final RunPlan.Wave wave;
    private final Session session;
    private final LookedUpRows rows;

    IndexedRows(Rooms rooms, RunPlan.Wave wave, Session session, RenewedSnapshots pins) {
        this.rooms = rooms;
        this.wave = wave;
        this.session = session;
        this.rows = new LookedUpRows(rooms, session, pins);
    }

    /** Makes the table of a source, without rows where the options say that it is not read. */
    void load(SourceTable source) throws JobInterruptedException {
        session.loadEmpty(source);
        if (!rooms.dataset().reads(source, rooms.options())) {
            return;
        }
        if (source.read() instanceof SourceTable.ByKey) {
            rows.lookUp(source);
            return;
        }
        for (KeyRange partition : wave.partitions()) {
            KeyRange range = partition.intersection(wave.range());
            rows.append(source, snapshot -> snapshot.read(source, range, rooms.allocator()));
        }
    }
}
