package dev.exporter.staging.parquet;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.LongConsumer;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;

/**
 * The bits of a split-block bloom filter, by the Parquet specification, BloomFilter.md. It is begun as large as the
 * number of rows may need and {@link #folded} to what the values that came need. Its size is a power of two: the
 * specification asks for no such thing, but all common writers write such, and there are readers that rely on it. Not
 * thread-safe.
 */
final class BloomBits implements LongConsumer {
    /** How often an absent value is thought to be there, at most. */
    private static final double FALSE_POSITIVES = 0.01;

    private static final int BLOCK_BYTES = 32;
    private static final int BLOCK_WORDS = BLOCK_BYTES / Integer.BYTES;
    private static final int BLOCK_LONGS = BLOCK_BYTES / Long.BYTES;

    private final byte[] bits;
    private final BlockSplitBloomFilter filter;

    BloomBits(long rows) {
        bits = new byte[bytesFor(rows)];
        filter = new BlockSplitBloomFilter(bits);
    }

    /** As the constructor of {@link BlockSplitBloomFilter} by size rounds, which would hide its bits. */
    private static int bytesFor(long rows) {
        int fitting = BlockSplitBloomFilter.optimalNumOfBits(rows, FALSE_POSITIVES) / Byte.SIZE;
        int power = Integer.highestOneBit(fitting);
        return Math.min(power < fitting ? power * 2 : power, BlockSplitBloomFilter.UPPER_BOUND_BYTES);
    }

    /** Takes a value by its XXH64. */
    @Override
    public void accept(long hash) {
        filter.insertHash(hash);
    }

    /** The smallest filter of these values that keeps the rate of false positives. */
    byte[] folded() {
        byte[] smallest = bits;
        while (smallest.length > BLOCK_BYTES) {
            byte[] half = half(smallest);
            if (falsePositives(half) > FALSE_POSITIVES) {
                return smallest;
            }
            smallest = half;
        }
        return smallest;
    }

    /**
     * The filter of half the size that the same values would have made. A value's block is the product of its hash's
     * upper half and the number of blocks, divided by 2^32, so in a filter half as large it is half its number; the
     * bits within a block do not depend on the size.
     */
    private static byte[] half(byte[] bits) {
        byte[] half = new byte[bits.length / 2];
        LongBuffer from = ByteBuffer.wrap(bits).asLongBuffer();
        LongBuffer to = ByteBuffer.wrap(half).asLongBuffer();
        for (int i = 0; i < to.limit(); i++) {
            int even = i / BLOCK_LONGS * 2 * BLOCK_LONGS + i % BLOCK_LONGS;
            to.put(i, from.get(even) | from.get(even + BLOCK_LONGS));
        }
        return half;
    }

    /** An absent value falls into any block, and asks for one bit in each of its words. */
    private static double falsePositives(byte[] bits) {
        IntBuffer words = ByteBuffer.wrap(bits).asIntBuffer();
        double sum = 0;
        for (int block = 0; block < words.limit(); block += BLOCK_WORDS) {
            double all = 1;
            for (int word = block; word < block + BLOCK_WORDS; word++) {
                all *= Integer.bitCount(words.get(word)) / (double) Integer.SIZE;
            }
            sum += all;
        }
        return sum / (words.limit() / BLOCK_WORDS);
    }
}
