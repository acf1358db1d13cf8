package dev.exporter.run.load;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest.Replace;
import dev.exporter.plan.ExportRequest.Rewrite;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.AbsentRows;
import dev.exporter.transform.Carry;
import dev.exporter.transform.OldRows;
import dev.exporter.transform.OutputRows;
import dev.exporter.transform.Replacement;
import dev.exporter.transform.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A partition of which the tables hold rows already: decides what becomes of those that the source no longer holds. Rows
 * that it prunes stay, all others stop the run, unless they are to be dropped.
 */
final class ReplacedPartition {
    /** How many reorganised keys are named. */
    private static final int NAMED = 10;

    private final Rooms rooms;
    private final KeyRange partition;
    private final Session session;
    private final Map<String, OutputRows> made;
    private final Replacement replacement;

    /**
     * @param session the partition's own
     * @param made the new rows of each table; may hold those of other partitions
     */
    ReplacedPartition(Rooms rooms, KeyRange partition, Session session, Map<String, OutputRows> made) {
        this.rooms = rooms;
        this.partition = partition;
        this.session = session;
        this.made = made;
        this.replacement = new Replacement(session, partition);
    }

    /**
     * Sorts the partition's rows of all tables.
     *
     * @throws ExporterException with exit code 5, if rows would be lost
     */
    void sortInto(SortedPartition sorted) {
        findReorganised();
        Map<String, AbsentRows> absent = new LinkedHashMap<>();
        for (TableSpec table : rooms.tables()) {
            OldRows old = rooms.old(table, partition);
            if (!old.files().isEmpty()) {
                absent.put(table.name(), replacement.absent(rows(table), old));
            }
        }
        boolean isExact = rooms.plan().request().output().replace() == Replace.EXACT;
        if (!isExact) {
            requireNothingLost(absent);
        }
        for (TableSpec table : rooms.tables()) {
            AbsentRows found = absent.get(table.name());
            if (found == null) {
                sorted.add(table, taker -> taker.take(rows(table), partition, Carry.none()));
                continue;
            }
            Replacement.Keep keep =
                    isExact || found.prunable() == 0 ? Replacement.Keep.NONE : Replacement.Keep.PRUNABLE;
            OldRows old = rooms.old(table, partition);
            sorted.add(table, taker -> replacement.sort(rows(table), old, keep));
            sorted.note(table, isExact ? new OldRowCount(0, found.all()) : new OldRowCount(found.prunable(), 0));
            addGained(sorted, old);
        }
        if (!isExact) {
            requireDamagedReplaced(sorted);
        }
    }

    private void addGained(SortedPartition sorted, OldRows old) {
        TableSpec table = old.table();
        @Nullable ContentHash recorded =
                rooms.plan().table(table.name()).partition(partition).hash();
        if (recorded != null && rooms.plan().request().partitions().rewrite() == Rewrite.GAINED) {
            replacement
                    .gained(sorted.table(table.name()), old, recorded)
                    .ifPresent(rows -> sorted.addGained(table, rows));
        }
    }

    /**
     * Rows of damaged files cannot be read, and so not be compared; the number and the hash of all rows that the partition had
     * with them are recorded. The same hash proves that nothing is missing. Where the source deletes nothing, as many rows
     * are enough; where it does, others may have come for those that only these files held.
     */
    private void requireDamagedReplaced(SortedPartition sorted) {
        for (TableSpec table : rooms.tables()) {
            RunPlan.PartitionState state = rooms.plan().table(table.name()).partition(partition);
            int readable = rooms.old(table, partition).files().size();
            if (readable < state.files().size()
                    && !isComplete(table, sorted.table(table.name()).hash(), state.hash())) {
                throw damagedNotReplaced(table, sorted.table(table.name()).hash(), state.hash());
            }
        }
    }

    private static boolean isComplete(TableSpec table, ContentHash now, @Nullable ContentHash recorded) {
        if (recorded == null) {
            return false;
        }
        boolean isEverPruned = !table.replacing().prunable().equals("false");
        return now.equals(recorded) || !isEverPruned && now.rows() >= recorded.rows();
    }

    private ExporterException damagedNotReplaced(TableSpec table, ContentHash now, @Nullable ContentHash recorded) {
        String known = recorded == null
                ? "how many rows they held is not recorded"
                : "the partition had " + recorded.rows() + " rows, and would now have " + now.rows()
                        + " that are not just the same";
        return new ExporterException(
                ExitCode.WOULD_LOSE_ROWS,
                new Problem(
                        "would-lose-rows",
                        "damaged files of table " + table.name() + " may hold rows that the source no longer holds: "
                                + known + "; " + whatWasChanged(),
                        "partition " + partition,
                        "Restore the files, or give up what only they hold with --replace exact"),
                null);
    }

    private OutputRows rows(TableSpec table) {
        OutputRows rows = made.get(table.name());
        if (rows == null) {
            throw new IllegalStateException("table " + table.name() + " is not loaded");
        }
        return rows;
    }

    private void findReorganised() {
        Dataset.Identity identity = rooms.dataset().identity();
        if (identity == null) {
            return;
        }
        for (TableSpec table : rooms.tables()) {
            OldRows old = rooms.old(table, partition);
            if (table.name().equals(identity.table()) && !old.files().isEmpty()) {
                warn(identity, replacement.reorganised(rows(table), old, identity.column()));
            }
        }
    }

    private void warn(Dataset.Identity identity, List<Long> keys) {
        if (keys.isEmpty()) {
            return;
        }
        String unit = rooms.dataset().range().unit();
        String named = keys.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
        rooms.progress()
                .warning("partition " + partition + ": " + keys.size() + " " + unit
                        + (keys.size() == 1 ? " was" : "s were")
                        + " reorganised since the last export, " + identity.column() + " differs at " + named
                        + (keys.size() > NAMED ? ", ..." : "") + "; all rows that the tables had there are replaced");
    }

    private String whatWasChanged() {
        return rooms.plan()
                .committedBefore(partition)
                .map(committed -> rooms.dataset().range().unit() + "s " + committed
                        + " are committed already and stay so, no other was changed")
                .orElseGet(() -> hasCommitted()
                        ? "what the run has committed already stays, nothing else was changed"
                        : "nothing was changed");
    }

    /** A partition whose files were found damaged is read again after earlier waves were committed. */
    private boolean hasCommitted() {
        return rooms.warehouse().hasCommitOf(rooms.plan().run(), rooms.plan().tableNames());
    }

    private void requireNothingLost(Map<String, AbsentRows> absent) {
        List<String> losses = new ArrayList<>();
        absent.forEach((table, rows) -> {
            if (rows.lost() > 0) {
                losses.add(rows.lost() + (rows.lost() == 1 ? " row" : " rows") + " of table " + table + " (the first: "
                        + String.join("; ", rows.firstLost()) + ")");
            }
        });
        if (!losses.isEmpty()) {
            throw new ExporterException(
                    ExitCode.WOULD_LOSE_ROWS,
                    new Problem(
                            "would-lose-rows",
                            "the source no longer holds " + String.join(", ", losses)
                                    + ", which replacing the partition would lose; " + whatWasChanged(),
                            "partition " + partition,
                            "Restore the rows in the source, or drop them from the tables with --replace exact"),
                    null);
        }
    }
}
