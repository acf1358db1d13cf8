package dev.exporter.sqlite.snapshot;

import dev.exporter.sqlite.file.BigEndian;
import dev.exporter.sqlite.file.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The database header, the first 100 bytes of page 1 (format, 1.3), as far as reading needs it.
 *
 * @param pageSize in bytes
 * @param reservedBytes at the end of each page, unused by SQLite
 * @param pageCount of the database, or 0 where the header's count is not current
 * @param schemaVersion the schema cookie
 * @param hasPointerMaps whether some pages are pointer maps, as auto-vacuum needs them (format, 1.8)
 */
public record DatabaseHeader(int pageSize, int reservedBytes, long pageCount, int schemaVersion, boolean hasPointerMaps)
        implements HeaderResult {
    public static final int LENGTH = 100;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LEAST_USABLE_BYTES = 480;
    private static final int READ_VERSION_AT = 19;
    private static final int WAL_VERSION = 2;
    private static final int NEWEST_VERSION = 2;
    private static final int NEWEST_SCHEMA_FORMAT = 4;
    private static final int UTF_8 = 1;
    private static final int FIRST_UNUSED_BYTE = 72;
    private static final int LAST_UNUSED_BYTE = 91;

    /** Reads a header from the start of {@code page}, of which {@link #LENGTH} bytes are enough. */
    public static HeaderResult read(byte[] page) {
        if (!Arrays.equals(page, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Unsupported("it does not begin like an SQLite database; it may be encrypted");
        }
        int pageSize = BigEndian.unsigned16(page, 16) == 1 ? Page.LARGEST : BigEndian.unsigned16(page, 16);
        int reserved = BigEndian.unsigned8(page, 20);
        String oddity = oddity(page, pageSize, reserved);
        if (!oddity.isEmpty()) {
            return new Unsupported(oddity);
        }
        // The count is current only if the last writer was a version of SQLite that maintains it.
        boolean countIsCurrent = BigEndian.int32(page, 24) == BigEndian.int32(page, 92);
        return new DatabaseHeader(
                pageSize,
                reserved,
                countIsCurrent ? BigEndian.unsigned32(page, 28) : 0,
                BigEndian.int32(page, 40),
                BigEndian.int32(page, 52) != 0);
    }

    /** Whether changes go to a write-ahead log first (format, 1.3.3); {@code page} as for {@link #read}. */
    static boolean isInWalMode(byte[] page) {
        return BigEndian.unsigned8(page, READ_VERSION_AT) == WAL_VERSION;
    }

    private static String oddity(byte[] page, int pageSize, int reserved) {
        if (!Page.isSize(pageSize)) {
            return "its header gives a page size of " + pageSize;
        }
        if (pageSize - reserved < LEAST_USABLE_BYTES) {
            return "its header reserves " + reserved + " of the " + pageSize + " bytes of each page";
        }
        int writeVersion = BigEndian.unsigned8(page, 18);
        int readVersion = BigEndian.unsigned8(page, READ_VERSION_AT);
        if (!isVersion(writeVersion) || !isVersion(readVersion)) {
            return "its header gives the format versions " + writeVersion + " and " + readVersion;
        }
        if (BigEndian.unsigned8(page, 21) != 64
                || BigEndian.unsigned8(page, 22) != 32
                || BigEndian.unsigned8(page, 23) != 32) {
            return "its header gives unknown payload fractions";
        }
        long schemaFormat = BigEndian.unsigned32(page, 44);
        if (schemaFormat < 1 || schemaFormat > NEWEST_SCHEMA_FORMAT) {
            return "its header gives the schema format " + schemaFormat;
        }
        long encoding = BigEndian.unsigned32(page, 56);
        if (encoding != UTF_8) {
            return encoding == 2 || encoding == 3
                    ? "its text is in UTF-16"
                    : "its header gives the unknown text encoding " + encoding;
        }
        for (int at = FIRST_UNUSED_BYTE; at <= LAST_UNUSED_BYTE; at++) {
            if (page[at] != 0) {
                return "its header uses bytes that this version of the format leaves unused";
            }
        }
        return "";
    }

    private static boolean isVersion(int version) {
        return version >= 1 && version <= NEWEST_VERSION;
    }

    /** Of each page. */
    public int usableBytes() {
        return pageSize - reservedBytes;
    }

    DatabaseHeader withPageCount(long count) {
        return new DatabaseHeader(pageSize, reservedBytes, count, schemaVersion, hasPointerMaps);
    }

    /**
     * What a page is used for instead of holding data; empty for pages that hold some.
     *
     * @param page from 1 to {@link #pageCount}
     */
    String otherUse(long page) {
        if (page == lockBytePage()) {
            return "the lock-byte page";
        }
        return hasPointerMaps && isPointerMap(page) ? "a pointer map" : "";
    }

    /** Where locks are taken: the page with byte 2^30, which never holds data (format, 1.4). */
    private long lockBytePage() {
        return (1L << 30) / pageSize + 1;
    }

    /** Page 2 is a pointer map, and each page after as many pages as one of them describes (format, 1.8). */
    private boolean isPointerMap(long page) {
        long described = usableBytes() / 5;
        long map = (page - 2) / (described + 1) * (described + 1) + 2;
        // A map that would fall on the lock-byte page is the next one.
        return page == (map == lockBytePage() ? map + 1 : map);
    }
}
