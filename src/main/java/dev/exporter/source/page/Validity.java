package dev.exporter.source.page;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * Which values of a batch are there: a bit each, all set at first, since NULL is the exception. One thread at a time.
 */
final class Validity implements AutoCloseable {
    private final ArrowBuf buffer;
    private final long address;
    private int nulls;

    Validity(BufferAllocator allocator, int rows) {
        buffer = allocator.buffer((rows + 7) / 8);
        address = buffer.memoryAddress();
        buffer.setOne(0, buffer.capacity());
    }

    void setNull(int index) {
        long at = address + (index >>> 3);
        int bits = MemoryUtil.getByte(at);
        int bit = 1 << (index & 7);
        nulls += (bits & bit) == 0 ? 0 : 1;
        MemoryUtil.putByte(at, (byte) (bits & ~bit));
    }

    void setPresent(int index) {
        long at = address + (index >>> 3);
        int bits = MemoryUtil.getByte(at);
        int bit = 1 << (index & 7);
        nulls -= (bits & bit) == 0 ? 1 : 0;
        MemoryUtil.putByte(at, (byte) (bits | bit));
    }

    ArrowBuf buffer() {
        return buffer;
    }

    /** The batch's count of values and of NULLs among them. */
    ArrowFieldNode node(int rows) {
        return new ArrowFieldNode(rows, nulls);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
