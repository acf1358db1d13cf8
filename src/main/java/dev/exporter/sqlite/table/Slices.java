package dev.exporter.sqlite.table;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.snapshot.PageReader;
import dev.exporter.sqlite.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a table where its interior pages do. One thread at a time. */
public final class Slices {
    /** Subtrees to a slice, so that their different sizes even out. */
    private static final int SUBTREES_PER_SLICE = 8;
    /** A level with more is not looked at. */
    private static final int MOST_SUBTREES = 1 << 18;

    private final PageReader pages;
    private final TreePage page;

    private Slices(PageReader pages) {
        this.pages = pages;
        this.page = new TreePage(pages);
    }

    /** A subtree's root and the largest rowid that it may hold. */
    private record Subtree(long root, long high) {}

    /**
     * Cuts a table into ranges of rowids with about as many pages each, ascending, which together are
     * {@link RowidRange#ALL}. Reads few pages.
     *
     * @param rootPage as for {@link TableScan#open}
     * @param most how many ranges at most; a small table has fewer
     * @throws CorruptPageException if the table's upper pages are damaged
     */
    public static List<RowidRange> of(Snapshot snapshot, long rootPage, int most) throws IOException {
        if (most < 1) {
            throw new IllegalArgumentException("a table cannot be cut into " + most + " slices");
        }
        try (PageReader pages = new PageReader(snapshot)) {
            return new Slices(pages).of(rootPage, most);
        }
    }

    private List<RowidRange> of(long root, int most) throws IOException {
        List<Subtree> subtrees = List.of(new Subtree(root, Long.MAX_VALUE));
        long wanted = most == 1 ? 1 : (long) most * SUBTREES_PER_SLICE;
        while (subtrees.size() < wanted) {
            List<Subtree> below = below(subtrees);
            if (below.size() <= subtrees.size()) {
                break;
            }
            subtrees = below;
        }
        return ranges(subtrees, most);
    }

    /** One level further down; all leaves are on one level, so that there is none or it is whole. */
    private List<Subtree> below(List<Subtree> subtrees) throws IOException {
        List<Subtree> below = new ArrayList<>();
        long low = Long.MIN_VALUE;
        for (Subtree subtree : subtrees) {
            page.read(subtree.root(), 1);
            if (page.isLeaf()) {
                return List.of();
            }
            low = addChildren(below, low, subtree.high());
            if (below.size() > MOST_SUBTREES) {
                return List.of();
            }
        }
        return below;
    }

    private long addChildren(List<Subtree> children, long low, long last) throws CorruptPageException {
        long least = low;
        for (int index = 0; index < page.cells(); index++) {
            long key = page.key(index);
            if (key < least || key >= last) {
                throw page.corrupt("the key " + key + " of cell " + index + " is not above the one before");
            }
            children.add(new Subtree(page.child(index), key));
            least = key + 1;
        }
        children.add(new Subtree(page.child(page.cells()), last));
        return last == Long.MAX_VALUE ? last : last + 1;
    }

    private static List<RowidRange> ranges(List<Subtree> subtrees, int most) {
        int count = Math.min(most, subtrees.size());
        List<RowidRange> ranges = new ArrayList<>(count);
        long first = Long.MIN_VALUE;
        for (int slice = 1; slice <= count; slice++) {
            long last = subtrees.get((int) ((long) slice * subtrees.size() / count) - 1)
                    .high();
            ranges.add(new RowidRange(first, last));
            first = last + 1;
        }
        return ranges;
    }
}
