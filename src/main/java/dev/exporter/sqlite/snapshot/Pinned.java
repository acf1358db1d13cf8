package dev.exporter.sqlite.snapshot;

import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.wal.WalHeader;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Marks of the state that a pin's transaction sees, taken as the transaction began. They are enough to read the state
 * at any time while the transaction lasts, so that transactions for which nothing is read by pages cost little.
 * Thread-safe.
 */
public final class Pinned {
    private static final int MOST_ATTEMPTS = 1_000;

    private final DatabaseFile file;
    private final Optional<Marks> marks;
    private @Nullable SnapshotResult snapshot;

    private Pinned(DatabaseFile file, Optional<Marks> marks) {
        this.file = file;
        this.marks = marks;
    }

    private record Marks(Pin.Log log, Optional<WalHeader> walHeader, Pin.View view) {}

    /**
     * Begins the pin's transaction and finds what it sees. Whatever comes of it, the transaction is open.
     *
     * @param file of the database to which the pin's connections are
     * @throws IOException if the log cannot be read
     * @throws E from the pin
     */
    public static <E extends Exception> Pinned take(DatabaseFile file, Pin<E> pin) throws IOException, E {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<WalHeader> headerBefore = WalHeader.of(file.path());
            long framesBefore = pin.log().frames();
            pin.begin();
            Pin.Log log = pin.log();
            // Asked again, because the answer's two numbers are not read at one moment.
            long framesAfter = pin.log().frames();
            if (framesBefore == log.frames()
                    && log.frames() == framesAfter
                    && headerBefore.equals(WalHeader.of(file.path()))) {
                return new Pinned(file, Optional.of(new Marks(log, headerBefore, pin.view())));
            }
        }
        return new Pinned(file, Optional.empty());
    }

    /**
     * The state, the same one each time.
     *
     * @throws IOException if the file cannot be read or its log is damaged
     */
    public synchronized SnapshotResult snapshot() throws IOException {
        SnapshotResult known = snapshot;
        if (known == null) {
            known = marks.isPresent() ? read(marks.get()) : restless();
            snapshot = known;
        }
        return known;
    }

    private SnapshotResult read(Marks marks) throws IOException {
        return Snapshot.of(file, marks.log(), marks.walHeader(), marks.view());
    }

    private static Unsupported restless() {
        return new Unsupported("it changed at each of " + MOST_ATTEMPTS + " attempts to see it at rest");
    }
}
