package dev.exporter.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/** Reads pages of a snapshot, from the write-ahead log or the main file. One thread at a time. */
final class PageReader implements AutoCloseable {
    /** Pages that lie together are read together, up to so many bytes: fewer calls, still within a core's cache. */
    private static final int WINDOW_BYTES = 65_536;

    private final Snapshot snapshot;
    private final SharedFile file;
    private final RandomAccessFile descriptor;
    private final @Nullable WalReader wal;
    private final int pageSize;

    private final byte[] window;
    private long firstOfWindow;
    private int pagesInWindow;

    /** Borrows a descriptor, which {@link #close} gives back. */
    PageReader(Snapshot snapshot) throws IOException {
        this.snapshot = snapshot;
        this.pageSize = snapshot.header().pageSize();
        this.window = new byte[Math.max(WINDOW_BYTES, pageSize)];
        this.file = snapshot.file().shared();
        this.wal =
                snapshot.wal().isEmpty() ? null : new WalReader(snapshot.wal().get());
        try {
            this.descriptor = file.borrow();
        } catch (IOException | RuntimeException e) {
            try (WalReader opened = wal) {
                throw e;
            }
        }
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** A longer run than this is of no use to {@link #read}. */
    int mostPagesAtOnce() {
        return window.length / pageSize;
    }

    /**
     * Shows a page until the next one is read.
     *
     * @param run how many pages from this one on will probably be wanted next, at least 1
     * @throws CorruptPageException if the snapshot has no such page, or it is not whole
     */
    void read(long number, long run, Page target) throws IOException {
        check(number);
        if (wal != null && wal.read(number, target)) {
            return;
        }
        // A page of the window that the log has too is never shown: the log was asked first.
        if (number < firstOfWindow || number >= firstOfWindow + pagesInWindow) {
            fill(number, run);
        }
        target.show(number, window, (int) (number - firstOfWindow) * pageSize);
    }

    CorruptPageException corrupt(long page, String what) {
        return new CorruptPageException(snapshot.file().path(), page, what);
    }

    private void check(long number) throws CorruptPageException {
        DatabaseHeader header = snapshot.header();
        if (number < 1 || number > header.pageCount()) {
            throw corrupt(number, "a page refers to it, but the database has " + header.pageCount() + " pages");
        }
        String otherUse = header.otherUse(number);
        if (!otherUse.isEmpty()) {
            throw corrupt(number, "a page refers to it as a part of a table, but it is " + otherUse);
        }
    }

    private void fill(long number, long run) throws IOException {
        pagesInWindow = 0;
        int length = (int) Math.max(1, Math.min(run, mostPagesAtOnce())) * pageSize;
        pagesInWindow = Descriptors.read(descriptor, (number - 1) * pageSize, window, length) / pageSize;
        firstOfWindow = number;
        if (pagesInWindow == 0) {
            throw corrupt(number, "the file ends before the page does");
        }
    }

    @Override
    public void close() throws IOException {
        try (WalReader opened = wal) {
            file.giveBack(descriptor);
        }
    }
}
