package dev.exporter.transform;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An output table's sorted rows of several partitions, and where each partition's lie among them. Immutable. */
public final class PartitionedRows {
    private final TableSpec table;
    private final RowSpan all;
    private final long partitionSize;
    /** By the partition's number, its first key divided by the partition size. */
    private final Map<Long, RowSpan> partitions;

    private PartitionedRows(TableSpec table, RowSpan all, long partitionSize, Map<Long, RowSpan> partitions) {
        this.table = table;
        this.all = all;
        this.partitionSize = partitionSize;
        this.partitions = Map.copyOf(partitions);
    }

    static PartitionedRows of(Session session, TableSpec table, String keyColumn, long partitionSize) {
        Sort sort = new Sort(session, table);
        RowSpan all = sort.sort();
        Optional<Map<Long, RowSpan>> partitions = partitions(session, all, keyColumn, partitionSize);
        if (partitions.isEmpty()) {
            all = sort.sortAnew();
            partitions = partitions(session, all, keyColumn, partitionSize);
        }
        return new PartitionedRows(
                table,
                all,
                partitionSize,
                partitions.orElseThrow(() -> new IllegalStateException("table " + table.name() + " is not sorted")));
    }

    /** Where each partition's rows lie; empty where some do not follow each other. */
    private static Optional<Map<Long, RowSpan>> partitions(
            Session session, RowSpan all, String keyColumn, long partitionSize) {
        Map<Long, RowSpan> spans = new HashMap<>();
        String query = "SELECT " + Sql.identifier(keyColumn) + " // " + partitionSize
                + " AS partition, min(rowid), max(rowid), count(*)" + all.from() + " GROUP BY partition";
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                long first = row.getLong(2);
                long count = row.getLong(4);
                if (row.getLong(3) - first + 1 != count) {
                    return Optional.empty();
                }
                spans.put(row.getLong(1), new RowSpan(all.table(), first, count));
            }
            return Optional.of(spans);
        } catch (SQLException e) {
            throw Failure.of(e, "table " + all.table());
        }
    }

    public TableSpec table() {
        return table;
    }

    /** The rows of all partitions. */
    public long count() {
        return all.count();
    }

    RowSpan of(KeyRange partition) {
        return partitions.getOrDefault(partition.first() / partitionSize, all.part(0, 0));
    }
}
