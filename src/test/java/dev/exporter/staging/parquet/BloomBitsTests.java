package dev.exporter.staging.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BloomBitsTests {
    @ParameterizedTest
    @CsvSource({"122880, 122880", "122880, 30000", "245760, 245760", "100000, 999", "2048, 5", "2048, 1", "1, 1"})
    void theBitsAreThoseOfParquetsOwnFilterMadeForTheNumberOfDistinctValues(int rows, int distinct) throws Exception {
        BloomBits bits = new BloomBits(rows);
        BlockSplitBloomFilter own =
                new BlockSplitBloomFilter(BlockSplitBloomFilter.optimalNumOfBits(distinct, 0.01) / 8);
        for (int i = 0; i < rows; i++) {
            byte[] value = ("value " + i % distinct).getBytes(StandardCharsets.UTF_8);
            long hash = own.hash(Binary.fromConstantByteArray(value));
            bits.accept(hash);
            own.insertHash(hash);
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        own.writeTo(expected);

        assertThat(bits.folded()).isEqualTo(expected.toByteArray());
    }

    @Test
    void withoutValuesThereIsOneBlockWithoutBits() {
        assertThat(new BloomBits(100_000).folded()).isEqualTo(new byte[32]);
    }
}
