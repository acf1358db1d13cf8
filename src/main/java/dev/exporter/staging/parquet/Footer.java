package dev.exporter.staging.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * The end of a Parquet file: its metadata, their length, and a magic number.
 *
 * @param start where it begins in the file
 */
record Footer(FileMetaData metadata, long start) {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

    static Footer read(FileChannel file) throws IOException {
        long tailStart = file.size() - TAIL_BYTES;
        byte[] tail = bytes(file, tailStart, TAIL_BYTES);
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 1
                || length > tailStart
                || !Arrays.equals(tail, Integer.BYTES, TAIL_BYTES, MAGIC, 0, MAGIC.length)) {
            throw new IOException("the Parquet file has no footer");
        }
        long start = tailStart - length;
        return new Footer(Util.readFileMetaData(new ByteArrayInputStream(bytes(file, start, length))), start);
    }

    /** Writes the metadata, changed or not, as the end of the file at {@code position}, which may be a new one. */
    void write(FileChannel file, long position) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(metadata, bytes);
        ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.writeBytes(tail.putInt(bytes.size()).put(MAGIC).array());
        write(file, position, bytes.toByteArray());
        file.truncate(position + bytes.size());
    }

    static void write(FileChannel file, long position, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer, position + buffer.position());
        }
    }

    private static byte[] bytes(FileChannel file, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (position < 0 || file.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the Parquet file is too short");
            }
        }
        return buffer.array();
    }
}
