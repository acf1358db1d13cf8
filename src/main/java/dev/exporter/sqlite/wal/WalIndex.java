package dev.exporter.sqlite.wal;

import dev.exporter.sqlite.file.BigEndian;
import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.FileBytes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where in a write-ahead log the pages of a snapshot stand (format, 4.5). Thread-safe.
 *
 * <p>Made only for a log that cannot be begun anew while the snapshot lasts, because the snapshot's transaction needs it:
 * frames that are not as the index knows them are damage, not change.
 *
 * @param databasePages how many pages the database has after the last frame
 */
public record WalIndex(Path log, WalHeader header, long databasePages, FrameTable frames) {
    /** Before the page in each frame (format, 4.1). */
    static final int FRAME_HEADER_LENGTH = 24;
    /** More would take too much memory to index; SQLite checkpoints after 1,000 unless told otherwise. */
    public static final int MOST_FRAMES = 1 << 22;

    /**
     * Reads the headers of a log's first frames.
     *
     * @param frameCount at least 1 and at most {@link #MOST_FRAMES}; the last of them ends a transaction
     * @throws CorruptPageException if they are not valid frames of this log
     */
    public static WalIndex read(Path log, WalHeader header, int frameCount) throws IOException {
        try (FileBytes file = FileBytes.open(log)) {
            FrameTable frames = new FrameTable();
            byte[] frame = new byte[FRAME_HEADER_LENGTH];
            long seed = header.checksum();
            for (int number = 1; number <= frameCount; number++) {
                int length = file.read(header.positionOfFrame(number), frame, FRAME_HEADER_LENGTH);
                if (length < FRAME_HEADER_LENGTH || page(frame) == 0 || salts(frame) != header.salts()) {
                    throw notTheSnapshots(log, 0, number);
                }
                frames.put(page(frame), number, seed);
                seed = checksum(frame);
            }
            if (databasePages(frame) == 0) {
                throw new CorruptPageException(log, page(frame), "frame " + frameCount + " ends no transaction");
            }
            return new WalIndex(log, header, databasePages(frame), frames);
        }
    }

    static CorruptPageException notTheSnapshots(Path log, long page, int frame) {
        return new CorruptPageException(log, page, "frame " + frame + " is not the one that the snapshot has seen");
    }

    static long page(byte[] frame) {
        return BigEndian.unsigned32(frame, 0);
    }

    static long salts(byte[] frame) {
        return BigEndian.int64(frame, 8);
    }

    static long checksum(byte[] frame) {
        return BigEndian.int64(frame, 16);
    }

    /** 0 unless the frame ends a transaction. */
    private static long databasePages(byte[] frame) {
        return BigEndian.unsigned32(frame, 4);
    }
}
