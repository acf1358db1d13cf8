package dev.exporter.sqlite.table;

import dev.exporter.sqlite.file.BigEndian;
import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.snapshot.PageReader;
import dev.exporter.sqlite.snapshot.Snapshot;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table within a range of rowids, in ascending order. Made by {@link #open}. One thread at a
 * time; many scans may run at once.
 *
 * <pre>{@code
 * while (scan.next()) {
 *     if (scan.kind(0) == ValueKind.BLOB) {
 *         vector.setSafe(row, scan.data(), scan.start(0), scan.length(0));
 *     }
 * }
 * }</pre>
 *
 * Positions are those of the wanted columns, from 0. Values are as they are stored, never converted.
 */
public final class TableScan implements AutoCloseable {
    private static final ValueKind[] KINDS = {
        ValueKind.NULL,
        ValueKind.INTEGER,
        ValueKind.INTEGER,
        ValueKind.INTEGER,
        ValueKind.INTEGER,
        ValueKind.INTEGER,
        ValueKind.INTEGER,
        ValueKind.REAL,
        ValueKind.INTEGER,
        ValueKind.INTEGER,
        ValueKind.NULL,
        ValueKind.NULL,
        ValueKind.BLOB,
        ValueKind.TEXT,
        ValueKind.DEFAULT,
        ValueKind.INTEGER
    };

    private final PageReader pages;
    private final RowidRange range;
    private final TreePath path;
    private final TreePage leaf;
    private final Row row;

    private int nextCell;
    private int cells;
    /** The smallest rowid that the next row may have. */
    private long least = Long.MIN_VALUE;

    private long greatest = Long.MAX_VALUE;
    private boolean ended;
    private @Nullable IOException failure;

    private TableScan(PageReader pages, long rootPage, RowidRange range, List<Column> columns) {
        this.pages = pages;
        this.range = range;
        this.path = new TreePath(pages, rootPage, range);
        this.leaf = new TreePage(pages);
        this.row = new Row(pages.snapshot(), columns);
    }

    /**
     * Begins to read a table. The tables of the snapshot are for the caller to know: {@code sqlite_schema}, read in the
     * same transaction, gives a table's root page. Virtual tables and tables WITHOUT ROWID have none that can be read
     * here.
     *
     * @param rootPage of the table
     * @param columns to be read; their order is that of the positions here
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a column of the records is wanted twice
     */
    public static TableScan open(Snapshot snapshot, long rootPage, RowidRange range, List<Column> columns)
            throws IOException {
        PageReader pages = new PageReader(snapshot);
        try {
            return new TableScan(pages, rootPage, range, columns);
        } catch (RuntimeException e) {
            try (pages) {
                throw e;
            }
        }
    }

    /**
     * Goes to the next row; what was read of the one before is no longer valid.
     *
     * @return false after the last row
     * @throws CorruptPageException if the database is damaged here; nothing more can be read then
     * @throws IOException if the file cannot be read
     */
    public boolean next() throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            ended = ended || !advance();
            return !ended;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private boolean advance() throws IOException {
        while (nextCell < cells || nextLeaf()) {
            row.open(leaf.page(), leaf.cell(nextCell++));
            long rowid = row.rowid();
            if (rowid < least || rowid > greatest) {
                throw leaf.corrupt("row " + rowid + " is not within " + least + " and " + greatest
                        + ", as the rows and pages around it demand");
            }
            if (rowid > range.last()) {
                return false;
            }
            expectAfter(rowid);
            if (rowid >= range.first()) {
                row.decode();
                return true;
            }
        }
        return false;
    }

    private void expectAfter(long rowid) {
        if (rowid == greatest) {
            // Nothing may follow. There may be no larger number to say so with.
            least = Long.MAX_VALUE;
            greatest = Long.MIN_VALUE;
        } else {
            least = rowid + 1;
        }
    }

    private boolean nextLeaf() throws IOException {
        if (!path.next(leaf)) {
            return false;
        }
        nextCell = 0;
        cells = leaf.cells();
        least = path.low();
        greatest = path.high();
        return cells > 0;
    }

    public long rowid() {
        return row.rowid();
    }

    /** How a value is stored. */
    public ValueKind kind(int position) {
        int code = row.code(position);
        // A NaN is never stored by SQLite, and read as NULL.
        if (code == Row.DOUBLE && Double.isNaN(real(position))) {
            return ValueKind.NULL;
        }
        return KINDS[code];
    }

    /** A value whose kind is INTEGER; of another value the result means nothing. */
    public long integer(int position) {
        int start = row.start(position);
        byte[] data = row.data();
        return switch (row.code(position)) {
            case Row.INT_8 -> BigEndian.int8(data, start);
            case Row.INT_16 -> BigEndian.int16(data, start);
            case Row.INT_24 -> BigEndian.int24(data, start);
            case Row.INT_32 -> BigEndian.int32(data, start);
            case Row.INT_48 -> BigEndian.int48(data, start);
            case Row.INT_64 -> BigEndian.int64(data, start);
            case Row.ONE -> 1;
            case Row.ROWID -> row.rowid();
            default -> 0;
        };
    }

    /** A value whose kind is REAL. */
    public double real(int position) {
        return Double.longBitsToDouble(BigEndian.int64(row.data(), row.start(position)));
    }

    /** The array in which the row's TEXT and BLOB values stand, until the next row. Not to be changed. */
    public byte[] data() {
        return row.data();
    }

    /** Where in {@link #data()} a value begins whose kind is TEXT or BLOB. */
    public int start(int position) {
        return row.start(position);
    }

    /** How many bytes a value has whose kind is TEXT or BLOB. */
    public int length(int position) {
        return row.length(position);
    }

    @Override
    public void close() throws IOException {
        try (pages) {
            row.close();
        }
    }
}
