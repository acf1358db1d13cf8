package dev.exporter.sqlite.table;

import dev.exporter.sqlite.snapshot.PageReader;
import dev.exporter.sqlite.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table is like, judged by a few of its pages: {@value #MOST_PAGES} on each level of its tree, evenly spread over
 * it. A table with at most as many leaves is known exactly. Else the error of {@code rows} is that of a mean of so many
 * leaves: where their numbers of rows vary by a half, one in twenty estimates is off by more than 9 percent.
 *
 * @param rows about how many there are
 * @param bytes about how many its leaves and overflow pages take
 * @param rowids of rows that are spread evenly over the table, ascending; empty if there are no rows
 */
public record TableSample(long rows, long bytes, List<Long> rowids) {
    private static final int MOST_PAGES = 128;
    private static final int MOST_LEVELS = 20;

    public TableSample {
        rowids = List.copyOf(rowids);
    }

    /**
     * Looks at a table: reads some hundred pages at most.
     *
     * @param rootPage as for {@link TableScan#open}
     * @throws dev.exporter.sqlite.file.CorruptPageException if one of them is damaged
     */
    public static TableSample of(Snapshot snapshot, long rootPage) throws IOException {
        try (PageReader pages = new PageReader(snapshot);
                Row row = new Row(snapshot, List.of())) {
            return new Look(pages, row).at(rootPage);
        }
    }

    /** Goes down level by level. */
    private static final class Look {
        private final TreePage page;
        private final Row row;
        private final int pageBytes;

        Look(PageReader pages, Row row) {
            this.page = new TreePage(pages);
            this.row = row;
            this.pageBytes = pages.snapshot().header().pageSize();
        }

        TableSample at(long rootPage) throws IOException {
            List<Long> level = List.of(rootPage);
            double pagesOfLevel = 1;
            for (int depth = 0; depth <= MOST_LEVELS; depth++) {
                page.read(level.get(0), 1);
                if (page.isLeaf()) {
                    return leaves(level, pagesOfLevel);
                }
                List<Long> below = new ArrayList<>();
                for (long number : level) {
                    addChildren(number, below);
                }
                pagesOfLevel = pagesOfLevel * below.size() / level.size();
                level = spread(below);
            }
            throw page.corrupt("more than " + MOST_LEVELS + " levels of pages stand above it");
        }

        private void addChildren(long number, List<Long> children) throws IOException {
            page.read(number, 1);
            if (page.isLeaf()) {
                throw page.corrupt("it is a leaf on a level of interior pages");
            }
            for (int index = 0; index <= page.cells(); index++) {
                children.add(page.child(index));
            }
        }

        private TableSample leaves(List<Long> numbers, double leaves) throws IOException {
            long rows = 0;
            long overflowPages = 0;
            List<Long> rowids = new ArrayList<>();
            for (long number : numbers) {
                page.read(number, 1);
                if (!page.isLeaf()) {
                    throw page.corrupt("it is an interior page on a level of leaves");
                }
                rows += page.cells();
                for (int cell = 0; cell < page.cells(); cell++) {
                    row.open(page.page(), page.cell(cell));
                    overflowPages += row.overflowPages();
                    if (cell == 0) {
                        rowids.add(row.rowid());
                    }
                }
            }
            double scale = leaves / numbers.size();
            long pages = Math.round(scale * (numbers.size() + overflowPages));
            return new TableSample(Math.round(scale * rows), pages * pageBytes, rowids);
        }

        private static List<Long> spread(List<Long> pages) {
            if (pages.size() <= MOST_PAGES) {
                return pages;
            }
            List<Long> some = new ArrayList<>(MOST_PAGES);
            for (long index = 0; index < MOST_PAGES; index++) {
                // The middle of each stretch, so that neither the first nor the last page counts too much.
                some.add(pages.get((int) ((2 * index + 1) * pages.size() / (2 * MOST_PAGES))));
            }
            return some;
        }
    }
}
