package dev.exporter.sqlite.snapshot;

import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.file.FileBytes;
import dev.exporter.sqlite.file.Page;
import dev.exporter.sqlite.wal.WalHeader;
import dev.exporter.sqlite.wal.WalIndex;
import dev.exporter.sqlite.wal.WalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One state of a database: the one that the read transaction of a {@link Pin} sees. Immutable and thread-safe; to be
 * used only as long as that transaction lasts and the file is open.
 *
 * <p>How it finds that state without reading {@code -shm} (format, 4.5 and 4.6): the write-ahead log's salts and the
 * number of committed frames, as the watcher tells it, are the same before the transaction began and after its first
 * read. Both only ever grow, so the transaction sees exactly these frames, and later ones are ignored. Then either
 *
 * <ul>
 *   <li>all of them are checkpointed: the main file alone is the state. It stays so, because a transaction lets no
 *       checkpoint write more than it sees itself. SQLite lets a writer begin the log anew under such a transaction,
 *       so the log is not looked at again.
 *   <li>or some are not: then the transaction holds the log as it is. Each page is the one in its newest frame, or, if
 *       it has none, the main file's, which no checkpoint touches.
 * </ul>
 *
 * Without a write-ahead log, the transaction's lock keeps the main file as it is.
 */
public final class Snapshot implements SnapshotResult {
    private final DatabaseFile file;
    private final DatabaseHeader header;
    private final Optional<WalIndex> wal;

    private Snapshot(DatabaseFile file, DatabaseHeader header, Optional<WalIndex> wal) {
        this.file = file;
        this.header = header;
        this.wal = wal;
    }

    /**
     * Begins the pin's transaction and reads what it sees. Whatever comes of it, the transaction is open.
     *
     * @param file of the database to which the pin's connections are
     * @throws IOException if the file cannot be read or its log is damaged
     * @throws E from the pin
     */
    public static <E extends Exception> SnapshotResult take(DatabaseFile file, Pin<E> pin) throws IOException, E {
        return Pinned.take(file, pin).snapshot();
    }

    static SnapshotResult of(DatabaseFile file, Pin.Log log, Optional<WalHeader> walHeader, Pin.View view)
            throws IOException {
        if (!file.isInPlace()) {
            return new Unsupported("the file was replaced by another one");
        }
        if (log.checkpointed() >= log.frames()) {
            byte[] header = firstBytes(file);
            if (log.equals(Pin.Log.NONE) && DatabaseHeader.isInWalMode(header)) {
                return new Unsupported("its write-ahead log was begun after it was opened here");
            }
            return of(file, header, Optional.empty(), view);
        }
        if (walHeader.isEmpty()) {
            return new Unsupported("its write-ahead log does not begin like one");
        }
        if (log.frames() > WalIndex.MOST_FRAMES) {
            return new Unsupported("its write-ahead log has " + log.frames() + " frames, more than are indexed here");
        }
        Path path = WalHeader.logOf(file.path());
        WalIndex wal = WalIndex.read(path, walHeader.get(), (int) log.frames());
        try (WalReader reader = new WalReader(wal)) {
            Page first = new Page();
            byte[] header = reader.read(1, first) ? first.copy(DatabaseHeader.LENGTH) : firstBytes(file);
            return of(file, header, Optional.of(wal), view);
        }
    }

    private static SnapshotResult of(DatabaseFile file, byte[] firstBytes, Optional<WalIndex> wal, Pin.View view)
            throws IOException {
        HeaderResult result = DatabaseHeader.read(firstBytes);
        if (!(result instanceof DatabaseHeader header)) {
            return (Unsupported) result;
        }
        if (wal.isPresent() && wal.get().header().pageSize() != header.pageSize()) {
            return new Unsupported("its write-ahead log has another page size");
        }
        long pageCount = header.pageCount();
        if (pageCount == 0) {
            pageCount = wal.isPresent() ? wal.get().databasePages() : file.length() / header.pageSize();
        }
        if (pageCount != view.pageCount() || header.schemaVersion() != view.schemaVersion()) {
            return new Unsupported("its file has " + pageCount + " pages and schema version " + header.schemaVersion()
                    + ", but its connection sees " + view.pageCount() + " and " + view.schemaVersion());
        }
        return new Snapshot(file, header.withPageCount(pageCount), wal);
    }

    private static byte[] firstBytes(DatabaseFile file) throws IOException {
        byte[] bytes = new byte[DatabaseHeader.LENGTH];
        try (FileBytes reader = file.bytes()) {
            // A shorter file leaves zeros, which are no header.
            reader.read(0, bytes, bytes.length);
        }
        return bytes;
    }

    /** The database. */
    public DatabaseFile file() {
        return file;
    }

    /** Of this state, with its true page count. */
    public DatabaseHeader header() {
        return header;
    }

    /** Empty if the main file alone is the state. */
    public Optional<WalIndex> wal() {
        return wal;
    }
}
