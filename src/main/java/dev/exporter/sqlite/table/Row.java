package dev.exporter.sqlite.table;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.Page;
import dev.exporter.sqlite.snapshot.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row after the other: a leaf's cell and the record in it (format, 1.6 and 2.1), of which the wanted columns' places
 * are found and nothing is copied. One thread at a time.
 *
 * <p>This is the innermost loop of reading: a value has a code, its serial type with all lengths of TEXT and of BLOB made
 * one, and a place, kept in arrays by the value's position among the wanted columns.
 */
final class Row implements AutoCloseable {
    static final int NULL = 0;
    static final int INT_8 = 1;
    static final int INT_16 = 2;
    static final int INT_24 = 3;
    static final int INT_32 = 4;
    static final int INT_48 = 5;
    static final int INT_64 = 6;
    static final int DOUBLE = 7;
    static final int ZERO = 8;
    static final int ONE = 9;
    static final int BLOB = 12;
    static final int TEXT = 13;
    // Not serial types: values that stand elsewhere.
    static final int ABSENT = 14;
    static final int ROWID = 15;

    private static final int FIRST_RESERVED = 10;
    private static final int LAST_RESERVED = 11;
    /** Bytes of a value by serial type. */
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, -1, -1};
    /** As in SQLite: what 32,767 columns take, and to spare. */
    private static final int LONGEST_HEADER = 98_307;

    private static final int PAGE_NUMBER_LENGTH = 4;
    private static final int UNWANTED = -1;

    private final Snapshot snapshot;
    private final int usableBytes;
    private final long longestPayload;

    /** The position of a record's column among the wanted ones, up to the last wanted one. */
    private final int[] positions;
    /** The code that each position has in a row that is too short for it. */
    private final int[] codesIfAbsent;

    private final int[] codes;
    private final int[] lengths;
    /** From the payload's start. */
    private final int[] offsets;

    private @Nullable OverflowChain overflow;

    private Page page = new Page();
    private byte[] data = {};
    /** Where the payload begins in {@link #data}. */
    private int payload;
    /** How much of it is there. */
    private int available;

    private long payloadLength;
    /** The part of the payload in the cell, in the array of {@link #page}. */
    private int localStart;

    private int localLength;
    private long rowid;
    /** Where in the array of {@link #page} the cell is read on. */
    private int at;

    private int end;

    Row(Snapshot snapshot, List<Column> columns) {
        this.snapshot = snapshot;
        this.usableBytes = snapshot.header().usableBytes();
        this.longestPayload = Math.min(Integer.MAX_VALUE - 8, snapshot.header().pageCount() * usableBytes);
        int size = columns.size();
        this.codes = new int[size];
        this.lengths = new int[size];
        this.offsets = new int[size];
        this.codesIfAbsent = new int[size];
        this.positions = new int[1 + lastInRecord(columns)];
        Arrays.fill(positions, UNWANTED);
        for (int position = 0; position < size; position++) {
            place(columns.get(position), position);
        }
    }

    private void place(Column column, int position) {
        codesIfAbsent[position] = switch (column.source()) {
            case RECORD -> NULL;
            case RECORD_OR_DEFAULT -> ABSENT;
            case ROWID -> ROWID;
        };
        if (column.source() != Column.Source.ROWID) {
            if (positions[column.index()] != UNWANTED) {
                throw new IllegalArgumentException("column " + column.index() + " is wanted twice");
            }
            positions[column.index()] = position;
        }
    }

    private static int lastInRecord(List<Column> columns) {
        return columns.stream()
                .filter(column -> column.source() != Column.Source.ROWID)
                .mapToInt(Column::index)
                .max()
                .orElse(-1);
    }

    /** Reads the beginning of a cell: from here on the rowid is known. */
    void open(Page leaf, int cell) throws CorruptPageException {
        page = leaf;
        data = leaf.bytes();
        at = leaf.start() + cell;
        end = leaf.start() + usableBytes;
        payloadLength = varint();
        rowid = varint();
        if (payloadLength < 1 || payloadLength > longestPayload) {
            throw corrupt("a row takes " + payloadLength + " bytes");
        }
    }

    long rowid() {
        return rowid;
    }

    /** How many pages the row that was opened takes besides its leaf. */
    long overflowPages() {
        int bytesPerPage = usableBytes - PAGE_NUMBER_LENGTH;
        return (payloadLength - localLength() + bytesPerPage - 1) / bytesPerPage;
    }

    /** Finds the values of the row that was opened. */
    void decode() throws IOException {
        localStart = at;
        localLength = localLength();
        payload = localStart;
        available = localLength;
        if (at + localLength + (localLength < payloadLength ? PAGE_NUMBER_LENGTH : 0) > end) {
            throw corrupt("row " + rowid + " goes past the page's end");
        }
        end = at + localLength;
        long headerLength = varint();
        int lengthOfLength = at - payload;
        if (headerLength < lengthOfLength || headerLength > payloadLength || headerLength > LONGEST_HEADER) {
            throw corrupt("the header of row " + rowid + " takes " + headerLength + " bytes");
        }
        require((int) headerLength);
        at = payload + lengthOfLength;
        end = payload + (int) headerLength;
        require((int) decodeHeader(headerLength));
    }

    /** Walks over the serial types and returns where in the payload the last wanted value ends. */
    private long decodeHeader(long headerLength) throws CorruptPageException {
        System.arraycopy(codesIfAbsent, 0, codes, 0, codes.length);
        long offset = headerLength;
        long needed = 0;
        int[] wanted = positions;
        for (int column = 0; column < wanted.length && at < end; column++) {
            long type = varint();
            long length;
            if (type >= BLOB) {
                length = (type - BLOB) >>> 1;
            } else if (type < 0 || type >= FIRST_RESERVED) {
                throw corrupt("row " + rowid + " has a value of serial type " + type);
            } else {
                length = LENGTHS[(int) type];
            }
            int position = wanted[column];
            if (position != UNWANTED) {
                codes[position] = type >= BLOB ? BLOB + (int) (type & 1) : (int) type;
                // Cut off only if the offset below is too large.
                lengths[position] = (int) length;
                offsets[position] = (int) offset;
                needed = offset + length;
            }
            offset += length;
            if (offset > payloadLength) {
                throw corrupt("the values of row " + rowid + " take more than its " + payloadLength + " bytes");
            }
        }
        if (at == end && offset != payloadLength) {
            throw corrupt("the values of row " + rowid + " take " + offset + " of its " + payloadLength + " bytes");
        }
        return needed;
    }

    /** How much of the payload is in the cell itself (format, 1.6: P, U, X, M and K there). */
    private int localLength() {
        int most = usableBytes - 35;
        if (payloadLength <= most) {
            return (int) payloadLength;
        }
        int least = (usableBytes - 12) * 32 / 255 - 23;
        int wholePages = least + (int) ((payloadLength - least) % (usableBytes - 4));
        return wholePages <= most ? wholePages : least;
    }

    /** Sees to it that the first {@code bytes} of the payload are there. */
    private void require(int bytes) throws IOException {
        if (bytes <= available) {
            return;
        }
        OverflowChain chain = overflow;
        if (chain == null) {
            chain = new OverflowChain(snapshot);
            overflow = chain;
        }
        chain.assemble(page, localStart, localLength, payloadLength, bytes);
        data = chain.buffer();
        payload = 0;
        available = bytes;
    }

    /** 7 bits a byte while the highest one is set, all 8 of a ninth byte (format, 1.6). Not past {@link #end}. */
    private long varint() throws CorruptPageException {
        byte[] bytes = data;
        int next = at;
        if (next < end && bytes[next] >= 0) {
            at = next + 1;
            return bytes[next];
        }
        long value = 0;
        for (int last = next + 8; next < end; next++) {
            byte bits = bytes[next];
            if (next == last) {
                at = next + 1;
                return value << 8 | bits & 0xff;
            }
            value = value << 7 | bits & 0x7f;
            if (bits >= 0) {
                at = next + 1;
                return value;
            }
        }
        throw corrupt("a number of a row goes past its end");
    }

    private CorruptPageException corrupt(String what) {
        return new CorruptPageException(snapshot.file().path(), page.number(), what);
    }

    int code(int position) {
        return codes[position];
    }

    int length(int position) {
        return lengths[position];
    }

    /** Where in {@link #data()} a value begins. */
    int start(int position) {
        return payload + offsets[position];
    }

    byte[] data() {
        return data;
    }

    @Override
    public void close() throws IOException {
        if (overflow != null) {
            overflow.close();
        }
    }
}
