package dev.exporter.sqlite.wal;

import dev.exporter.sqlite.file.BigEndian;
import dev.exporter.sqlite.file.FileBytes;
import dev.exporter.sqlite.file.Page;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The header of a write-ahead log (format, 4.1). Two headers are equal only if no log was begun anew in between: each
 * has other salts.
 *
 * @param bigEndian whether the checksums read the bytes as big-endian numbers
 * @param salts both of them, as one number
 * @param checksum of the header, from which the first frame's goes on
 */
public record WalHeader(boolean bigEndian, int pageSize, long checkpointSequence, long salts, long checksum) {
    static final int LENGTH = 32;

    private static final int MAGIC = 0x377f0682;
    private static final int VERSION = 3_007_000;

    /** The log of a database. SQLite takes no locks on it, so whoever opens it may close it. */
    public static Path logOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** Reads the header of the log of {@code database}; empty if there is no log or no whole header. */
    public static Optional<WalHeader> of(Path database) throws IOException {
        Path log = logOf(database);
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        try (FileBytes file = FileBytes.open(log)) {
            byte[] header = new byte[LENGTH];
            return file.read(0, header, LENGTH) == LENGTH ? parse(header) : Optional.empty();
        } catch (FileNotFoundException e) {
            if (!Files.exists(log)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Where a frame begins in the log; the first has number 1. */
    public long positionOfFrame(int number) {
        return LENGTH + (number - 1L) * (WalIndex.FRAME_HEADER_LENGTH + pageSize);
    }

    private static Optional<WalHeader> parse(byte[] header) {
        int magic = BigEndian.int32(header, 0);
        boolean bigEndian = (magic & 1) != 0;
        long checksum = WalChecksum.of(bigEndian, 0, header, 0, 24);
        // A header that is just being written is none.
        if ((magic & ~1) != MAGIC
                || BigEndian.int32(header, 4) != VERSION
                || !Page.isSize(BigEndian.int32(header, 8))
                || checksum != BigEndian.int64(header, 24)) {
            return Optional.empty();
        }
        return Optional.of(new WalHeader(
                bigEndian,
                BigEndian.int32(header, 8),
                BigEndian.unsigned32(header, 12),
                BigEndian.int64(header, 16),
                checksum));
    }
}
