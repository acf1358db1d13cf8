package dev.exporter.verify.compare;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.file.FileSession;
import dev.exporter.verify.origin.PinnedOrigin;
import dev.exporter.verify.row.CanonicalRow;
import dev.exporter.verify.row.RowValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which rows of a partition differ between the source and the table's files. Both are read several times: keys
 * are compared in parts of about a million rows, then the rows of some keys are looked at. For one thread.
 */
public final class RowComparison {
    private static final long ROWS_AT_ONCE = 1 << 20;
    private static final int MOST_EXAMPLES = 5;
    /** Of a key whose rows are to be shown. */
    private static final int MOST_ROWS_OF_KEY = 500;

    private final TableSpec table;
    private final List<KeyRange> ranges;
    private final PinnedOrigin origin;
    private final TableRows tableRows;

    private final Map<Kind, Long> rows = new EnumMap<>(Kind.class);
    /** Keys of which examples are wanted. */
    private final Map<Long, Kind> examples = new HashMap<>();

    private final Map<Kind, Integer> exampleCounts = new EnumMap<>(Kind.class);

    /**
     * Prepares a comparison.
     *
     * @param table with the columns that are to be compared; those of its key are among them
     * @param ranges the keys that were exported
     * @param files those of the partition
     */
    public RowComparison(
            TableSpec table, List<KeyRange> ranges, PinnedOrigin origin, List<Path> files, FileSession session) {
        this.table = table;
        this.ranges = List.copyOf(ranges);
        this.origin = origin;
        this.tableRows = new TableRows(table, files, session);
    }

    /**
     * How some rows differ.
     *
     * @param rows how many
     * @param examples some of them, for people
     */
    public record Differing(Kind kind, long rows, List<String> examples) {
        public Differing {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Compares.
     *
     * @param mostRows of the source or of the table
     */
    public List<Differing> compare(long mostRows) {
        long parts = 1 + mostRows / ROWS_AT_ONCE;
        KeyTally tally = new KeyTally();
        for (long part = 0; part < parts; part++) {
            tally.clear();
            fill(tally, part, parts);
            tally.visit(this::count);
        }
        Map<Long, RowPairs> pairs = pairs();
        List<Differing> differing = new ArrayList<>();
        rows.forEach((kind, count) -> differing.add(new Differing(kind, count, texts(kind, pairs))));
        return differing;
    }

    private void fill(KeyTally tally, long part, long parts) {
        int[] key = key();
        origin.visit(table, ranges, row -> {
            long hash = row.keyHash(key);
            if (Long.remainderUnsigned(hash, parts) == part) {
                tally.addSource(hash, row.hash().getAsLong());
            }
        });
        tableRows.visit((row, isPrunable) -> {
            long hash = row.keyHash(key);
            if (Long.remainderUnsigned(hash, parts) == part) {
                tally.addTable(hash, row.hash().getAsLong(), isPrunable);
            }
        });
    }

    /** Where the columns of the key are among all by ascending id. */
    private int[] key() {
        List<String> names = new CanonicalRow(table.columns(), (row, position) -> null)
                .columns().stream().map(ColumnSpec::name).toList();
        return table.key().stream().mapToInt(names::indexOf).toArray();
    }

    private void count(KeyTally.Entry entry) {
        if (entry.isSame()) {
            return;
        }
        Kind kind = Kind.of(entry);
        long differing = kind == Kind.CHANGED || entry.sourceRows() == 0 || entry.tableRows() == 0
                ? Math.max(entry.sourceRows(), entry.tableRows())
                : Math.abs(entry.tableRows() - entry.sourceRows());
        rows.merge(kind, differing, Long::sum);
        if (kind != Kind.PRUNED && exampleCounts.merge(kind, 1, Integer::sum) <= MOST_EXAMPLES) {
            examples.put(entry.key(), kind);
        }
    }

    private Map<Long, RowPairs> pairs() {
        Map<Long, RowPairs> pairs = new HashMap<>();
        examples.forEach((key, kind) -> pairs.put(key, new RowPairs(table)));
        if (pairs.isEmpty()) {
            return pairs;
        }
        int[] key = key();
        origin.visit(table, ranges, row -> keep(pairs.get(row.keyHash(key)), row, RowPairs::source));
        tableRows.visit((row, isPrunable) -> keep(pairs.get(row.keyHash(key)), row, RowPairs::table));
        return pairs;
    }

    private interface Side {
        List<RowValues> of(RowPairs pairs);
    }

    private static void keep(@org.jspecify.annotations.Nullable RowPairs pairs, CanonicalRow row, Side side) {
        if (pairs != null && side.of(pairs).size() < MOST_ROWS_OF_KEY) {
            side.of(pairs).add(row.values());
        }
    }

    private List<String> texts(Kind kind, Map<Long, RowPairs> pairs) {
        return examples.entrySet().stream()
                .filter(example -> example.getValue() == kind)
                .map(example -> pairs.get(example.getKey()))
                .filter(java.util.Objects::nonNull)
                .map(rowPairs -> rowPairs.text(kind))
                .sorted()
                .toList();
    }
}
