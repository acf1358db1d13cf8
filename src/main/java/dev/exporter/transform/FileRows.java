package dev.exporter.transform;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.sql.ParquetSql;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of data files of one table, read within a session. For one thread.
 *
 * @param table its columns, by whose field ids the files are read; its SQL is not asked for
 * @param files may lack columns that were added later, which read as NULL
 */
public record FileRows(Session session, TableSpec table, List<Path> files) {
    public FileRows {
        files = List.copyOf(files);
    }

    /**
     * All rows in the table's order, as {@link Session#sort} gives them.
     *
     * @throws ExporterException failed, where a file cannot be read, or memory or disk do not suffice
     */
    public SortedTable sorted() {
        Sort sort = new Sort(session, table);
        return sort.checked(sort.sort(files));
    }

    /**
     * The content hash of all rows, read again from the files.
     *
     * @param written the rows that the files were made of
     */
    public ContentHash hash(SortedTable written) {
        String from = " FROM " + ParquetSql.read(table, files);
        return RowDigest.of(session.connection(), session.allocator(), table, from, written.longest())
                .hash();
    }
}
