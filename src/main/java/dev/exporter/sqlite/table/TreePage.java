package dev.exporter.sqlite.table;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.Page;
import dev.exporter.sqlite.snapshot.DatabaseHeader;
import dev.exporter.sqlite.snapshot.PageReader;
import java.io.IOException;

/**
 * A page of a table's b-tree (format, 1.6): a leaf with rows, or an interior page with the pages below it. Shows one
 * page after the other. One thread at a time.
 */
final class TreePage {
    private static final int INTERIOR = 0x05;
    private static final int LEAF = 0x0d;
    private static final int INTERIOR_HEADER_LENGTH = 12;
    private static final int LEAF_HEADER_LENGTH = 8;
    /** No cell takes less. */
    private static final int LEAST_CELL_BYTES = 4;

    private final PageReader pages;
    private final int usableBytes;
    private final Page page = new Page();
    private int header;
    private boolean leaf;
    private int cells;
    private int firstPointer;

    TreePage(PageReader pages) {
        this.pages = pages;
        this.usableBytes = pages.snapshot().header().usableBytes();
    }

    /**
     * Shows page {@code number} until the reader reads another one.
     *
     * @param run as for {@link PageReader#read}
     * @throws CorruptPageException if it is no page of a table
     */
    void read(long number, long run) throws IOException {
        pages.read(number, run, page);
        parse();
    }

    /** Keeps what is shown, whatever is read next, in {@code own}, which is at least as long as a page. */
    void keepIn(byte[] own) {
        System.arraycopy(page.bytes(), page.start(), own, 0, usableBytes);
        page.show(page.number(), own, 0);
    }

    private void parse() throws CorruptPageException {
        // The database header stands before the one of page 1.
        header = page.number() == 1 ? DatabaseHeader.LENGTH : 0;
        int type = page.unsigned8(header);
        if (type != LEAF && type != INTERIOR) {
            throw corrupt("its type is " + type + ", which is none of a table with rowids");
        }
        leaf = type == LEAF;
        cells = page.unsigned16(header + 3);
        firstPointer = header + (leaf ? LEAF_HEADER_LENGTH : INTERIOR_HEADER_LENGTH);
        if (firstPointer + 2 * cells > usableBytes) {
            throw corrupt("it cannot hold " + cells + " cells");
        }
    }

    Page page() {
        return page;
    }

    boolean isLeaf() {
        return leaf;
    }

    /** Rows of a leaf; children of an interior page but for the last one. */
    int cells() {
        return cells;
    }

    /** The offset of a cell in the page. */
    int cell(int index) throws CorruptPageException {
        int offset = page.unsigned16(firstPointer + 2 * index);
        if (offset < firstPointer + 2 * cells || offset > usableBytes - LEAST_CELL_BYTES) {
            throw corrupt("cell " + index + " begins at " + offset + ", where none can be");
        }
        return offset;
    }

    /** The page number of a child of an interior page; {@code index} {@link #cells()} is the last one's. */
    long child(int index) throws CorruptPageException {
        return page.unsigned32(index == cells ? header + 8 : cell(index));
    }

    /** The largest rowid that may occur in a child of an interior page, except in its last one. */
    long key(int index) throws CorruptPageException {
        int at = cell(index) + 4;
        long key = 0;
        for (int count = 1; at < usableBytes; count++, at++) {
            int next = page.unsigned8(at);
            if (count == 9) {
                return key << 8 | next;
            }
            key = key << 7 | next & 0x7f;
            if (next < 0x80) {
                return key;
            }
        }
        throw corrupt("cell " + index + " goes past the page's end");
    }

    /** How many children from {@code index} on have page numbers that follow each other, as far as that is of use. */
    int run(int index) throws CorruptPageException {
        long first = child(index);
        int end = index + 1;
        int mostUseful = Math.min(cells, index + pages.mostPagesAtOnce());
        while (end < mostUseful && child(end) == first + end - index) {
            end++;
        }
        return end - index;
    }

    CorruptPageException corrupt(String what) {
        return pages.corrupt(page.number(), what);
    }
}
