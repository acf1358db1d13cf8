package dev.exporter.sqlite.snapshot;

import dev.exporter.sqlite.file.DatabaseFile;

/**
 * What a snapshot needs of SQLite: two connections to the database, which the caller makes and closes, both after
 * {@link DatabaseFile#open} and both before {@link DatabaseFile#close}. One holds the snapshot as a read transaction;
 * the other one, the watcher, asks about the write-ahead log and is in no transaction. Used by one thread.
 *
 * @param <E> what the connections throw
 */
public interface Pin<E extends Exception> {
    /**
     * Begins a read transaction and reads something, which decides what it sees; a transaction that this pin has begun
     * before is ended first.
     */
    void begin() throws E;

    /**
     * Asks the watcher how long the write-ahead log is now: {@code PRAGMA wal_checkpoint(NOOP)}, which changes nothing,
     * gives both numbers as its second and third column. They are -1 where the watcher, when it last read, saw a
     * database without a log; that is {@link Log#NONE}.
     *
     * <p>SQLite knows NOOP since version 3.51.0. An older one takes it for PASSIVE and would write, so it must not be
     * asked, and such a database not be read by pages.
     */
    Log log() throws E;

    /** What the connection in the transaction says of what it sees. */
    View view() throws E;

    /**
     * The write-ahead log as the processes that have the database open agree on it.
     *
     * @param frames committed frames since the log was last begun anew; -1 where there is no log
     * @param checkpointed how many of them the database's main file holds already; -1 where there is no log
     */
    record Log(long frames, long checkpointed) {
        public static final Log NONE = new Log(-1, -1);
        public static final Log EMPTY = new Log(0, 0);

        public Log {
            if (Math.min(frames, checkpointed) < 0 && Math.max(frames, checkpointed) != -1) {
                throw new IllegalArgumentException(
                        "a log cannot have " + frames + " frames, " + checkpointed + " of them checkpointed");
            }
        }
    }

    /**
     * Marks by which both sides can tell that they see the same.
     *
     * @param pageCount {@code PRAGMA page_count}
     * @param schemaVersion {@code PRAGMA schema_version}
     */
    record View(long pageCount, int schemaVersion) {}
}
