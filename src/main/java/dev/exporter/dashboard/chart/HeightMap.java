package dev.exporter.dashboard.chart;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.plan.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A range's partitions as cells in the order of their keys: rows of {@value #COLUMNS}, in blocks that a page sets side
 * by side as far as it is wide.
 *
 * @param keysPerCell of a partition, or of several where there are too many partitions to draw each
 * @param summary how many partitions there are of each mark, in words
 */
public record HeightMap(List<Block> blocks, long keysPerCell, boolean isOneEach, String summary) {
    /** Cells beside each other. */
    public static final int COLUMNS = 25;
    /** From one cell's left or upper edge to the next one's, in pixels. */
    public static final int PITCH = 11;

    private static final int ROWS = 4;
    private static final int CELL = PITCH - 2;
    private static final int MOST_CELLS = 4_000;

    public HeightMap {
        blocks = List.copyOf(blocks);
    }

    /**
     * Up to a hundred cells.
     *
     * @param first the lowest key of its first cell
     * @param marks a letter for each cell, in order
     * @param layers its shapes by mark
     */
    public record Block(long first, String label, String marks, int width, int height, List<Layer> layers) {
        public Block {
            layers = List.copyOf(layers);
        }
    }

    /** A partition and its mark. */
    public record Cell(KeyRange bounds, Mark mark) {}

    /**
     * Partitions of which nothing else is known.
     *
     * @param count how many, for the summary
     */
    public record Others(Mark mark, long count) {
        /** There are no rows where there is no cell. */
        public static final Others NONE = new Others(Mark.EMPTY, 0);
    }

    /**
     * Draws partitions.
     *
     * @param aligned whole partitions
     * @param partitionSize keys in a partition
     * @param others those that are in no cell
     */
    public static HeightMap of(KeyRange aligned, long partitionSize, List<Cell> cells, Others others) {
        long keys = partitionSize;
        for (int i = 0; cells(aligned, keys) > MOST_CELLS; i++) {
            keys = partitionSize * new long[] {2, 5, 10}[i % 3] * power(i / 3);
        }
        Mark[] marks = new Mark[Math.toIntExact(cells(aligned, keys))];
        Arrays.fill(marks, Mark.EMPTY);
        Map<Mark, Long> counts = new EnumMap<>(Mark.class);
        for (Cell cell : cells) {
            counts.merge(cell.mark(), 1L, Long::sum);
            if (aligned.contains(cell.bounds().first())) {
                int at = Math.toIntExact((cell.bounds().first() - aligned.first()) / keys);
                marks[at] = marks[at].or(cell.mark());
            }
        }
        for (int i = 0; i < marks.length; i++) {
            marks[i] = marks[i] == Mark.EMPTY ? others.mark() : marks[i];
        }
        if (others.count() > 0) {
            counts.merge(others.mark(), others.count(), Long::sum);
        }
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < marks.length; from += COLUMNS * ROWS) {
            Mark[] part = Arrays.copyOfRange(marks, from, Math.min(marks.length, from + COLUMNS * ROWS));
            blocks.add(block(aligned.first() + from * keys, part));
        }
        String summary = counts.entrySet().stream()
                .map(entry ->
                        Amounts.count(entry.getValue()) + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
        return new HeightMap(blocks, keys, keys == partitionSize, summary);
    }

    private static long cells(KeyRange aligned, long keys) {
        return (aligned.length() + keys - 1) / keys;
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private static Block block(long first, Mark[] marks) {
        Map<Mark, Rectangles> shapes = new EnumMap<>(Mark.class);
        StringBuilder letters = new StringBuilder(marks.length);
        for (int i = 0; i < marks.length; i++) {
            letters.append(marks[i].letter());
            shapes.computeIfAbsent(marks[i], mark -> new Rectangles())
                    .add(i % COLUMNS * PITCH, i / COLUMNS * PITCH, CELL, CELL);
        }
        List<Layer> layers = new ArrayList<>();
        shapes.forEach((mark, rectangles) -> layers.add(new Layer(mark.style(), rectangles.data())));
        String crosses = crosses(marks);
        if (!crosses.isEmpty()) {
            layers.add(new Layer("m-cross", crosses));
        }
        int columns = Math.min(COLUMNS, marks.length);
        int rows = (marks.length + COLUMNS - 1) / COLUMNS;
        return new Block(
                first, Amounts.count(first), letters.toString(), columns * PITCH - 2, rows * PITCH - 2, layers);
    }

    /** A cross over each failed cell and a stroke over each interrupted one: colour alone does not tell everyone. */
    private static String crosses(Mark[] marks) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < marks.length; i++) {
            int x = i % COLUMNS * PITCH + 2;
            int y = i / COLUMNS * PITCH + 2;
            if (marks[i] == Mark.FAILED || marks[i] == Mark.INTERRUPTED) {
                path.append('M').append(x).append(' ').append(y).append("l5 5");
            }
            if (marks[i] == Mark.FAILED) {
                path.append("m-5 0l5 -5");
            }
        }
        return path.toString();
    }
}
