package dev.exporter.run.load;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.source.SourceReader;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.transform.KeyCursor;
import dev.exporter.transform.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.core.job.JobInterruptedException;

/** Reads the rows of a wave's source tables by index, piece by piece so that no snapshot is needed for long. */
final class IndexedRows {
    private static final int KEYS_IN_A_PIECE = 50_000;

    private final Rooms rooms;
    private final RunPlan.Wave wave;
    private final Session session;
    private final RenewedSnapshots pins;

    IndexedRows(Rooms rooms, RunPlan.Wave wave, Session session, RenewedSnapshots pins) {
        this.rooms = rooms;
        this.wave = wave;
        this.session = session;
        this.pins = pins;
    }

    /** Makes the table of a source, without rows where the options say that it is not read. */
    void load(SourceTable source) throws JobInterruptedException {
        session.loadEmpty(source);
        if (!rooms.dataset().reads(source, rooms.options())) {
            return;
        }
        if (source.read() instanceof SourceTable.ByKey) {
            lookUp(source);
            return;
        }
        for (KeyRange partition : wave.partitions()) {
            KeyRange range = partition.intersection(wave.range());
            append(source, snapshot -> snapshot.read(source, range, rooms.allocator()));
        }
    }

    private void lookUp(SourceTable source) throws JobInterruptedException {
        try (KeyCursor keys = session.keys(source)) {
            while (keys.hasNext()) {
                List<byte[]> piece = new ArrayList<>();
                while (piece.size() < KEYS_IN_A_PIECE && keys.hasNext()) {
                    piece.add(keys.next());
                }
                append(source, snapshot -> snapshot.lookUp(source, piece.iterator(), rooms.allocator()));
            }
        }
    }

    private interface Reading {
        SourceReader of(SourceSnapshot snapshot);
    }

    private void append(SourceTable source, Reading reading) throws JobInterruptedException {
        rooms.stop().check();
        try (RenewedSnapshots.Loan loan = pins.borrow();
                SourceReader rows = reading.of(loan.snapshot())) {
            session.append(source, rows, rooms.allocator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
