package dev.exporter.run.load;

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

/** Appends rows to tables of a session piece by piece, so that no snapshot is needed for long. */
final class LookedUpRows {
    /** Read under one loan before it is known how long they take: from a disk each may be a page of its own. */
    private static final int FEWEST_KEYS = 500;

    private static final int MOST_KEYS = 5_000;

    private final Rooms rooms;
    private final Session session;
    private final RenewedSnapshots pins;
    private int keysInAPiece = FEWEST_KEYS;

    LookedUpRows(Rooms rooms, Session session, RenewedSnapshots pins) {
        this.rooms = rooms;
        this.session = session;
        this.pins = pins;
    }

    interface Reading {
        SourceReader of(SourceSnapshot snapshot);
    }

    /** Those of a table that is read by key, for all keys that the session's tables name. */
    void lookUp(SourceTable source) throws JobInterruptedException {
        try (KeyCursor keys = session.keys(source)) {
            while (keys.hasNext()) {
                List<byte[]> piece = new ArrayList<>();
                while (piece.size() < keysInAPiece && keys.hasNext()) {
                    piece.add(keys.next());
                }
                long begin = System.nanoTime();
                append(source, snapshot -> snapshot.lookUp(source, piece.iterator(), rooms.allocator()));
                took(piece.size(), System.nanoTime() - begin);
            }
        }
    }

    /** A piece may begin when its transaction is nearly as old as one may be before it is renewed, as in {@link PartitionRows}. */
    private void took(int keys, long nanos) {
        long longest = rooms.plan().request().limits().reading().longestPin().toNanos();
        keysInAPiece = longest == 0
                ? MOST_KEYS
                : (int) Math.max(FEWEST_KEYS, Math.min(MOST_KEYS, keys * (longest / 2) / Math.max(1, nanos)));
    }

    /** Those that a reading under one snapshot gives. */
    void append(SourceTable source, Reading reading) throws JobInterruptedException {
        rooms.stop().check();
        try (RenewedSnapshots.Loan loan = pins.borrow()) {
            append(source, reading, loan.snapshot());
        }
    }

    long append(SourceTable source, Reading reading, SourceSnapshot snapshot) {
        try (SourceReader rows = reading.of(snapshot)) {
            return session.append(source, rows, rooms.allocator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
