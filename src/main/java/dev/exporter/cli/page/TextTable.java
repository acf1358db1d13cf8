package dev.exporter.cli.page;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in columns, two spaces apart. */
final class TextTable {
    private TextTable() {}

    /**
     * The rows as lines.
     *
     * @param alignments a character for each column: {@code l} or {@code r}
     * @param rows each as long as {@code alignments}
     */
    static List<String> lines(String alignments, List<List<String>> rows) {
        int[] widths = IntStream.range(0, alignments.length())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, alignments.length())
                        .mapToObj(column -> padded(row.get(column), widths[column], alignments.charAt(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }

    private static String padded(String text, int width, char alignment) {
        String space = " ".repeat(width - text.length());
        return alignment == 'r' ? space + text : text + space;
    }
}
