package dev.exporter.sqlite.table;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.snapshot.PageReader;
import java.io.IOException;

/**
 * The way from a table's root to one leaf after the other, for a range of rowids. Since each leaf must hold rows whose
 * rowids its parents allow and that ascend, no page is visited twice, whatever the file holds. One thread at a time.
 */
final class TreePath {
    /** As in SQLite: with two children a page, it is more than any file can have. */
    private static final int MOST_LEVELS = 20;

    private final PageReader pages;
    private final long root;
    private final RowidRange range;

    /** The interior pages above the leaf. */
    private final Level[] levels = new Level[MOST_LEVELS];

    private int depth;
    private boolean begun;
    /** The rowids that the leaf may hold. */
    private long low = Long.MIN_VALUE;

    private long high = Long.MAX_VALUE;

    TreePath(PageReader pages, long root, RowidRange range) {
        this.pages = pages;
        this.root = root;
        this.range = range;
    }

    /**
     * Reads the next leaf.
     *
     * @return false if no further leaf can have rows of the range
     * @throws CorruptPageException if a page on the way is not what it should be
     */
    boolean next(TreePage leaf) throws IOException {
        if (!begun) {
            begun = true;
            descend(root, 1, leaf);
            return true;
        }
        while (depth > 0) {
            Level level = levels[depth - 1];
            if (level.next()) {
                if (level.low > range.last()) {
                    return false;
                }
                descend(level, leaf);
                return true;
            }
            depth--;
        }
        return false;
    }

    /** The smallest rowid that may occur in the leaf. */
    long low() {
        return low;
    }

    /** The largest rowid that may occur in the leaf. */
    long high() {
        return high;
    }

    private void descend(Level level, TreePage leaf) throws IOException {
        low = level.low;
        high = level.high;
        descend(level.page.child(level.index), level.page.run(level.index), leaf);
    }

    private void descend(long number, long run, TreePage leaf) throws IOException {
        leaf.read(number, run);
        if (leaf.isLeaf()) {
            if (leaf.cells() == 0 && depth > 0) {
                throw leaf.corrupt("it is a leaf without rows, below another page");
            }
            return;
        }
        if (depth == MOST_LEVELS) {
            throw leaf.corrupt("more than " + MOST_LEVELS + " levels of pages stand above it");
        }
        Level level = levels[depth];
        if (level == null) {
            level = new Level(pages);
            levels[depth] = level;
        }
        depth++;
        level.begin(number, low, high);
        level.skipTo(range.first());
        descend(level, leaf);
    }

    /** An interior page and the child that the path goes through. */
    private static final class Level {
        private final TreePage page;
        private final byte[] bytes;
        private int index;
        /** The rowids that the child may hold. */
        private long low;

        private long high;
        /** The largest rowid that the page's last child may hold. */
        private long last;

        Level(PageReader pages) {
            page = new TreePage(pages);
            bytes = new byte[pages.snapshot().header().pageSize()];
        }

        void begin(long number, long low, long last) throws IOException {
            page.read(number, 1);
            page.keepIn(bytes);
            this.index = 0;
            this.low = low;
            this.last = last;
            limit();
        }

        void skipTo(long first) throws CorruptPageException {
            while (high < first && next()) {}
        }

        /** Goes to the next child, if there is one. */
        boolean next() throws CorruptPageException {
            if (index == page.cells()) {
                return false;
            }
            index++;
            low = high + 1;
            limit();
            return true;
        }

        private void limit() throws CorruptPageException {
            if (index == page.cells()) {
                high = last;
                return;
            }
            high = page.key(index);
            // Something must be left for the children that follow.
            if (high < low || high >= last) {
                throw page.corrupt("the key " + high + " of cell " + index + " is not within its neighbours' " + low
                        + " and " + last);
            }
        }
    }
}
