package dev.exporter.sqlite.table;

import dev.exporter.sqlite.file.BigEndian;
import dev.exporter.sqlite.file.Page;
import dev.exporter.sqlite.snapshot.PageReader;
import dev.exporter.sqlite.snapshot.Snapshot;
import java.io.IOException;
import java.util.Arrays;

/**
 * Puts together what a row's payload has in its cell and on overflow pages (format, 1.7). One thread at a time. Keeps
 * its buffer, which gets as large as the largest payload.
 */
final class OverflowChain implements AutoCloseable {
    private static final int LEAST_BUFFER_BYTES = 8_192;
    private static final int NEXT_LENGTH = 4;

    private final Snapshot snapshot;
    private final int bytesPerPage;
    private final Page page = new Page();
    /** Its own, so that the leaf stays shown. */
    private final PageReader pages;

    private byte[] buffer = {};

    OverflowChain(Snapshot snapshot) throws IOException {
        this.snapshot = snapshot;
        this.bytesPerPage = snapshot.header().usableBytes() - NEXT_LENGTH;
        this.pages = new PageReader(snapshot);
    }

    /** What {@link #assemble} has put together, from its start. */
    byte[] buffer() {
        return buffer;
    }

    /**
     * Puts together the first {@code needed} bytes of a payload.
     *
     * @param leaf where the row is
     * @param start where in the leaf's array the payload begins, {@code local} bytes of it and after them the number of
     *     the first overflow page
     * @param length of the whole payload
     */
    void assemble(Page leaf, int start, int local, long length, int needed) throws IOException {
        reserve(local, needed);
        System.arraycopy(leaf.bytes(), start, buffer, 0, local);
        int filled = local;
        long number = BigEndian.unsigned32(leaf.bytes(), start + local);
        long previous = 0;
        // A page met before: a chain that comes back to one goes round for ever.
        long landmark = 0;
        for (int count = 1; filled < needed; count++) {
            if (number == landmark) {
                throw pages.corrupt(leaf.number(), "the overflow pages of a row lead round in a circle");
            }
            if (Integer.bitCount(count) == 1) {
                landmark = number;
            }
            // Pages that follow each other once will go on doing so.
            long run = number == previous + 1 ? (needed - filled - 1) / bytesPerPage + 1L : 1;
            pages.read(number, run, page);
            int taken = Math.min(needed - filled, bytesPerPage);
            reserve(filled + taken, needed);
            System.arraycopy(page.bytes(), page.start() + NEXT_LENGTH, buffer, filled, taken);
            filled += taken;
            previous = number;
            number = page.unsigned32(0);
        }
        if (needed == length && number != 0) {
            throw pages.corrupt(previous, "it goes on where the overflow pages of a row should end");
        }
    }

    /** Grows with what is really there, not with what a damaged length says. */
    private void reserve(int filled, int needed) {
        if (buffer.length < filled) {
            long doubled = Math.max(LEAST_BUFFER_BYTES, 2L * buffer.length);
            buffer = Arrays.copyOf(buffer, (int)
                    Math.max(filled, Math.min(doubled, Math.max(needed, LEAST_BUFFER_BYTES))));
        }
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
