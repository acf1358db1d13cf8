package dev.exporter.sqlite.wal;

import dev.exporter.sqlite.file.BigEndian;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of write-ahead logs (format, 4.2): two running sums of 32 bits, here as one number, the first above. */
final class WalChecksum {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private WalChecksum() {}

    /**
     * Continues a checksum.
     *
     * @param seed the checksum of what comes before, or 0
     * @param length a multiple of 8
     */
    static long of(boolean bigEndian, long seed, byte[] bytes, int start, int length) {
        int first = (int) (seed >>> 32);
        int second = (int) seed;
        int end = start + length;
        // Two loops: the choice of byte order does not belong inside.
        if (bigEndian) {
            for (int at = start; at < end; at += 8) {
                first += BigEndian.int32(bytes, at) + second;
                second += BigEndian.int32(bytes, at + 4) + first;
            }
        } else {
            for (int at = start; at < end; at += 8) {
                first += (int) LITTLE.get(bytes, at) + second;
                second += (int) LITTLE.get(bytes, at + 4) + first;
            }
        }
        return (long) first << 32 | second & 0xffff_ffffL;
    }
}
