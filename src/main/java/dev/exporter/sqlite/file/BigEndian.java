package dev.exporter.sqlite.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers as SQLite's files hold them: the most significant byte first. */
public final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static int int8(byte[] bytes, int at) {
        return bytes[at];
    }

    public static int int16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    public static int int24(byte[] bytes, int at) {
        return int16(bytes, at) << 8 | unsigned8(bytes, at + 2);
    }

    public static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    public static long int48(byte[] bytes, int at) {
        return (long) int16(bytes, at) << 32 | unsigned32(bytes, at + 2);
    }

    public static long int64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    public static int unsigned8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    public static int unsigned16(byte[] bytes, int at) {
        return int16(bytes, at) & 0xffff;
    }

    public static long unsigned32(byte[] bytes, int at) {
        return int32(bytes, at) & 0xffff_ffffL;
    }
}
