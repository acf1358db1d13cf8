package dev.exporter.run.load;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceCount;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.sqlite.Census;
import dev.exporter.transform.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.job.JobInterruptedException;

/**
 * Reads a partition's rows by index, in pieces of its range where all of it would take longer than a read transaction may
 * last. The tables of a piece are read together under one pair of pins: read apart, a row that arrives in between would be
 * in one of them and not in the others.
 */
final class PartitionRows {
    private final Rooms rooms;
    private final Session session;
    private final KeyRange partition;
    private final List<SourceTable> ranged;
    private final Map<String, Long> counts = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private long rows;

    PartitionRows(Rooms rooms, Session session, KeyRange partition) {
        this.rooms = rooms;
        this.session = session;
        this.partition = partition;
        this.ranged = rooms.dataset().sources().stream()
                .filter(source -> !(source.read() instanceof SourceTable.ByKey))
                .filter(source -> rooms.dataset().reads(source, rooms.options()))
                .toList();
    }

    private record Piece(KeyRange range, Map<String, Census> census) {}

    /**
     * Makes the tables of all sources, without rows where the options say that one is not read.
     *
     * @throws JobInterruptedException where the run is to stop
     */
    SourceCount load() throws JobInterruptedException {
        Instant begin = Instant.now();
        // A piece may begin when its transaction is nearly as old as one may be before it is renewed.
        Duration longest =
                rooms.plan().request().limits().reading().longestPin().dividedBy(2);
        if (!read(longest)) {
            rooms.progress()
                    .information("partition " + partition + " changed while it was read under " + pieces.size()
                            + " read transactions one after the other: it is read again under one");
            rooms.dataset().sources().forEach(source -> session.drop(source.name()));
            read(Duration.ZERO);
        }
        return new SourceCount(begin, counts);
    }

    /** Returns whether what was read fits together. */
    private boolean read(Duration longest) throws JobInterruptedException {
        counts.clear();
        pieces.clear();
        rows = 0;
        rooms.dataset().sources().forEach(session::loadEmpty);
        try (RenewedSnapshots pins = new RenewedSnapshots(rooms.sources(), longest, first -> {})) {
            LookedUpRows appending = new LookedUpRows(rooms, session, pins);
            readRanged(appending, pins, longest);
            for (SourceTable source : rooms.dataset().sources()) {
                if (source.read() instanceof SourceTable.ByKey
                        && rooms.dataset().reads(source, rooms.options())) {
                    appending.lookUp(source);
                }
            }
            return isUnchanged(pins);
        }
    }

    private void readRanged(LookedUpRows appending, RenewedSnapshots pins, Duration longest)
            throws JobInterruptedException {
        KeyRange rest = partition.intersection(rooms.plan().range());
        while (true) {
            KeyRange piece = rooms.pace().piece(rest, rooms.plan().partitionSize(), longest);
            boolean isAll = piece.equals(partition.intersection(rooms.plan().range()));
            try (RenewedSnapshots.Loan loan = pins.borrow()) {
                long begin = System.nanoTime();
                pieces.add(new Piece(piece, isAll ? Map.of() : census(loan.snapshot(), piece)));
                read(appending, loan.snapshot(), piece);
                rooms.pace().took(piece, System.nanoTime() - begin);
            }
            if (piece.last() == rest.last()) {
                return;
            }
            rest = new KeyRange(piece.last() + 1, rest.last());
        }
    }

    private void read(LookedUpRows appending, SourceSnapshot snapshot, KeyRange piece) throws JobInterruptedException {
        for (SourceTable source : ranged) {
            rooms.stop().check();
            long read = appending.append(source, from -> from.read(source, piece, rooms.allocator()), snapshot);
            if (rooms.isCounted(source)) {
                counts.merge(source.name(), read, Long::sum);
            }
            rows += read;
            rooms.progress().reading(partition, rows);
        }
    }

    /**
     * Whether each piece still has the rows that it had when it was read. A row that went from one piece to another, as in a
     * reorganisation, may have been met in both, or in none.
     */
    private boolean isUnchanged(RenewedSnapshots pins) {
        if (pins.pins() <= 1 || pieces.size() <= 1) {
            return true;
        }
        for (Piece piece : pieces) {
            try (RenewedSnapshots.Loan loan = pins.borrow()) {
                if (!census(loan.snapshot(), piece.range()).equals(piece.census())) {
                    return false;
                }
            }
        }
        return true;
    }

    private Map<String, Census> census(SourceSnapshot snapshot, KeyRange range) {
        Map<String, Census> census = new HashMap<>();
        ranged.stream()
                .filter(source -> source.read() instanceof SourceTable.ByRange)
                .forEach(source -> census.put(source.name(), snapshot.census(source, range)));
        return census;
    }
}
