package dev.exporter.transform;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Sql;

/** An output table's rows of many partitions, in no order. Immutable; the rows are gone with their session. */
public final class OutputRows {
    private final TableSpec table;
    private final String relation;
    private final String keyColumn;

    /** @param relation their table as SQL that every session understands */
    OutputRows(TableSpec table, String relation, String keyColumn) {
        this.table = table;
        this.relation = relation;
        this.keyColumn = keyColumn;
    }

    public TableSpec table() {
        return table;
    }

    /** The FROM clause for the rows of a partition, with the condition. */
    String from(KeyRange partition) {
        return " FROM " + relation + " WHERE " + Sql.identifier(keyColumn) + " BETWEEN " + partition.first() + " AND "
                + partition.last();
    }
}
