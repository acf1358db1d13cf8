package dev.exporter.source.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.util.MemoryUtil;

/** Copies bytes out of arrays. What it writes to is for the caller to know. */
final class OffHeap {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** A call of the library costs more than a loop up to about so many bytes. */
    private static final int SHORT_BYTES = 96;

    private OffHeap() {}

    /** Copies {@code length} bytes from {@code start} of an array to an address. */
    static void copy(byte[] from, int start, long address, int length) {
        if (length > SHORT_BYTES) {
            MemoryUtil.copyToMemory(from, start, address, length);
        } else if (length >= Long.BYTES) {
            // The last eight bytes may overlap those before them.
            int last = length - Long.BYTES;
            for (int at = 0; at < last; at += Long.BYTES) {
                MemoryUtil.putLong(address + at, (long) LONG.get(from, start + at));
            }
            MemoryUtil.putLong(address + last, (long) LONG.get(from, start + last));
        } else {
            for (int at = 0; at < length; at++) {
                MemoryUtil.putByte(address + at, from[start + at]);
            }
        }
    }
}
