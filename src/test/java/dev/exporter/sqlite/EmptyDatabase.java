package dev.exporter.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes databases without tables, byte by byte: reserved bytes are nothing that SQL could set.
 *
 * @param autoVacuum 0 none, 1 full, 2 incremental
 */
record EmptyDatabase(int pageSize, int reservedBytes, int autoVacuum) {
    void write(Path path) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(pageSize);
        page.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        page.putShort((short) (pageSize == 65_536 ? 1 : pageSize));
        page.put(new byte[] {1, 1, (byte) reservedBytes, 64, 32, 32});
        page.putInt(24, 1).putInt(28, 1).putInt(92, 1);
        page.putInt(52, autoVacuum == 0 ? 0 : 1).putInt(64, autoVacuum == 2 ? 1 : 0);
        page.put(100, (byte) 0x0d).putShort(105, (short) (pageSize - reservedBytes));
        Files.write(path, page.array());
    }
}
