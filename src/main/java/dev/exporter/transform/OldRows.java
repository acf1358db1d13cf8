package dev.exporter.transform;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.util.List;

/**
 * What a table holds of a partition that is being replaced.
 *
 * @param table under the run's options
 * @param files the partition's data files, all of them; may lack columns that were added later, which read as NULL
 * @param keyColumn the range key's column, a required long
 * @param exported the keys of the partition that are exported anew
 */
public record OldRows(TableSpec table, List<Path> files, String keyColumn, KeyRange exported) {
    public OldRows {
        files = List.copyOf(files);
    }

    /** The rows that keep their place whatever the source holds: those outside the exported keys. */
    Carry outside() {
        return new Carry(files, keyColumn, exported);
    }

    /** A SELECT of {@code columns} of the rows with exported keys. */
    String select(String columns) {
        return "SELECT " + columns + " FROM " + ParquetSql.read(table, files) + " WHERE " + Sql.identifier(keyColumn)
                + " BETWEEN " + exported.first() + " AND " + exported.last();
    }
}
