package dev.exporter.sqlite.snapshot;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.FileBytes;
import dev.exporter.sqlite.file.Page;
import dev.exporter.sqlite.wal.WalReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads pages of a snapshot, from the write-ahead log or the main file. One thread at a time. */
public final class PageReader implements AutoCloseable {
    /** Pages that lie together are read together, up to so many bytes: fewer calls, still within a core's cache. */
    private static final int WINDOW_BYTES = 65_536;

    private final Snapshot snapshot;
    private final FileBytes file;
    private final @Nullable WalReader wal;
    private final int pageSize;

    private final byte[] window;
    private long firstOfWindow;
    private int pagesInWindow;

    public PageReader(Snapshot snapshot) throws IOException {
        this.snapshot = snapshot;
        this.pageSize = snapshot.header().pageSize();
        this.window = new byte[Math.max(WINDOW_BYTES, pageSize)];
        this.wal =
                snapshot.wal().isEmpty() ? null : new WalReader(snapshot.wal().get());
        try {
            this.file = snapshot.file().bytes();
        } catch (IOException | RuntimeException e) {
            try (WalReader opened = wal) {
                throw e;
            }
        }
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** A longer run than this is of no use to {@link #read}. */
    public int mostPagesAtOnce() {
        return window.length / pageSize;
    }

    /**
     * Shows a page until the next one is read.
     *
     * @param run how many pages from this one on will probably be wanted next, at least 1
     * @throws CorruptPageException if the snapshot has no such page, or it is not whole
     */
    public void read(long number, long run, Page target) throws IOException {
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

    /** Says {@code what} is wrong with a page. */
    public CorruptPageException corrupt(long page, String what) {
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
        pagesInWindow = file.read((number - 1) * pageSize, window, length) / pageSize;
        firstOfWindow = number;
        if (pagesInWindow == 0) {
            throw corrupt(number, "the file ends before the page does");
        }
    }

    @Override
    public void close() throws IOException {
        try (WalReader opened = wal) {
            file.close();
        }
    }
}
