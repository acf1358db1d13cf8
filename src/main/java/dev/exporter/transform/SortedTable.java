package dev.exporter.transform;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.LongestRow;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.hash.ValueHashes;
import dev.exporter.transform.sql.ParquetForm;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.RowSpan;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** An output table's rows of a partition, in their final order. Belongs to its session and its thread. */
public final class SortedTable {
    private final Session session;
    private final TableSpec table;
    private final RowSpan span;
    private final ContentHash hash;
    private final long canonicalBytes;
    private final Map<String, ValueHashes> hashes;
    private final LongestRow longest;

    /** @param digest of {@code span}, or of the same rows as they stood before they were brought into order */
    SortedTable(Session session, TableSpec table, RowSpan span, RowDigest.Result digest) {
        this.session = session;
        this.table = table;
        this.span = span;
        this.hash = digest.hash();
        this.canonicalBytes = digest.canonicalBytes();
        this.hashes = digest.ascending() ? digest.hashes() : Map.of();
        this.longest = digest.longest();
    }

    RowSpan span() {
        return span;
    }

    public TableSpec table() {
        return table;
    }

    public long rows() {
        return hash.rows();
    }

    public ContentHash hash() {
        return hash;
    }

    /** How long its rows are. */
    LongestRow longest() {
        return longest;
    }

    /** The length of all rows in canonical form together: an upper estimate of their size in a file. */
    public long canonicalBytes() {
        return canonicalBytes;
    }

    /**
     * Writes the rows {@code first} to {@code first + rows - 1}, counted from 0, as one Parquet file. What stands at
     * {@code file} is overwritten; on failure a part of the file may stay. Nothing is forced to disk.
     *
     * @throws ExporterException failed, where disk or memory do not suffice
     */
    public void write(long first, long rows, Path file, ParquetForm form) {
        RowSpan part = span.part(first, rows);
        long written = session.executeHeavy(ParquetSql.write(table, part, file, form), file.toString());
        if (written != rows) {
            throw new IllegalStateException(file + " got " + written + " rows instead of " + rows);
        }
    }

    /**
     * Shows {@code visitor} the values of a column of the rows {@code first} to {@code first + rows - 1}, counted from
     * 0, in their order. NULLs are left out. Holds a batch at a time.
     *
     * @param column an int, long, string or binary one of the table
     * @throws ExporterException failed, where disk or memory do not suffice
     */
    public void values(ColumnSpec column, long first, long rows, ValueVisitor visitor) {
        new PlainValues(session, column, longest).show(span.part(first, rows), visitor);
    }

    /**
     * Shows {@code visitor} the XXH64 of the values that {@link #values} shows; of equal ones that follow each other,
     * perhaps only one.
     */
    public void hashes(ColumnSpec column, long first, long rows, LongConsumer visitor) {
        ValueHashes known = hashes.get(column.name());
        if (known != null) {
            known.show(first, rows, visitor);
        } else {
            values(column, first, rows, (buffer, from, length) -> visitor.accept(ValueHashes.of(buffer, from, length)));
        }
    }

    /** The sort columns of the row at {@code position}, counted from 0, as text for people. */
    public String keyAt(long position) {
        return RowText.at(session, span.part(position, 1), table.sort());
    }
}
