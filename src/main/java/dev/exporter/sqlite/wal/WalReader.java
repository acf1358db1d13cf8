package dev.exporter.sqlite.wal;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.FileBytes;
import dev.exporter.sqlite.file.Page;
import java.io.IOException;

/** Reads pages from a write-ahead log. One thread at a time. */
public final class WalReader implements AutoCloseable {
    private final WalIndex index;
    private final FileBytes file;
    private final byte[] frame;

    public WalReader(WalIndex index) throws IOException {
        this.index = index;
        this.file = FileBytes.open(index.log());
        this.frame = new byte[WalIndex.FRAME_HEADER_LENGTH + index.header().pageSize()];
    }

    /**
     * Shows a page until the next one is read.
     *
     * @return false if the log does not have it
     * @throws CorruptPageException if the frame is not the one that the snapshot has seen, or is torn
     */
    public boolean read(long number, Page target) throws IOException {
        int place = index.frames().find(number);
        if (place < 0) {
            return false;
        }
        WalHeader header = index.header();
        int frameNumber = index.frames().frame(place);
        int length = file.read(header.positionOfFrame(frameNumber), frame, frame.length);
        if (length < frame.length || WalIndex.page(frame) != number || WalIndex.salts(frame) != header.salts()) {
            throw WalIndex.notTheSnapshots(index.log(), number, frameNumber);
        }
        // Over the header's first 8 bytes and the page (format, 4.2).
        long checksum = WalChecksum.of(header.bigEndian(), index.frames().seed(place), frame, 0, 8);
        checksum = WalChecksum.of(header.bigEndian(), checksum, frame, WalIndex.FRAME_HEADER_LENGTH, header.pageSize());
        if (checksum != WalIndex.checksum(frame)) {
            throw new CorruptPageException(
                    index.log(), number, "the checksum of frame " + frameNumber + " does not fit its content");
        }
        target.show(number, frame, WalIndex.FRAME_HEADER_LENGTH);
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
