package dev.exporter.demo.chance;

/**
 * Random numbers that depend on a key only, so that any row can be made again without those before it: SplitMix64
 * (Steele, Lea and Flood, 2014), written out because the JDK promises no sequence for its own generators. Not
 * thread-safe.
 */
public final class Dice {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** What a sequence is for; sequences of different kinds have nothing in common. */
    public enum Kind {
        BLOCK,
        BLOCK_HASH,
        TRANSACTION,
        TRANSACTION_ID,
        ITEM,
        ITEM_ID,
        WALLET,
        WEIGHT,
        TAG_VALUE
    }

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    public static Dice of(long seed, Kind kind, long key) {
        return of(seed, kind, key, 0);
    }

    public static Dice of(long seed, Kind kind, long key, long subKey) {
        long mixed = mix(seed + GOLDEN_GAMMA * (kind.ordinal() + 1));
        mixed = mix(mixed ^ mix(key + GOLDEN_GAMMA));
        return new Dice(mix(mixed ^ mix(subKey + 2 * GOLDEN_GAMMA)));
    }

    public long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A number from 0 to {@code bound} - 1, each about as likely. */
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /** A number from 0 to {@code bound} - 1, each about as likely. */
    public long below(long bound) {
        return (next() >>> 1) % bound;
    }

    /** A number from 0 to {@code bound} - 1, small ones much more often: half of all draws are in the first eighth. */
    public int skewed(int bound) {
        double uniform = fraction();
        return (int) (bound * uniform * uniform * uniform);
    }

    /** A number of at least 0 and below 1. */
    public double fraction() {
        return (next() >>> 11) * 0x1p-53;
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        long word = 0;
        for (int i = 0; i < length; i++) {
            if ((i & 7) == 0) {
                word = next();
            }
            bytes[i] = (byte) word;
            word >>>= 8;
        }
        return bytes;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
