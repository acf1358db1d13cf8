package dev.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where partitions begin and end. */
class PartitioningTests {
    private static final Partitioning.Truncate THOUSANDS = new Partitioning.Truncate(1000);

    @Test
    void aPartitionHoldsTheKeysFromAMultipleOfItsWidthOn() {
        assertThat(THOUSANDS.partitionOf(0)).isEqualTo(new KeyRange(0, 999));
        assertThat(THOUSANDS.partitionOf(1999)).isEqualTo(new KeyRange(1000, 1999));
        assertThat(THOUSANDS.partitionOf(-1)).isEqualTo(new KeyRange(-1000, -1));
        assertThat(new Partitioning.Truncate(1).partitionOf(-7)).isEqualTo(new KeyRange(-7, -7));
    }

    @Test
    void thePartitionsAtTheEndsEndWhereKeysDo() {
        KeyRange highest = new KeyRange(9_223_372_036_854_775_000L, Long.MAX_VALUE);
        assertThat(THOUSANDS.partitionOf(highest.first())).isEqualTo(highest);
        assertThat(THOUSANDS.partitionOf(highest.last())).isEqualTo(highest);
        assertThat(THOUSANDS.partitionOf(highest.first() - 1).last()).isEqualTo(highest.first() - 1);
        KeyRange lowest = new KeyRange(Long.MIN_VALUE, -9_223_372_036_854_775_001L);
        assertThat(THOUSANDS.partitionOf(lowest.first())).isEqualTo(lowest);
        assertThat(THOUSANDS.partitionOf(lowest.last())).isEqualTo(lowest);
        assertThat(THOUSANDS.partitionOf(lowest.last() + 1).first()).isEqualTo(lowest.last() + 1);
        assertThat(THOUSANDS.cut(new KeyRange(highest.first() - 1, Long.MAX_VALUE)))
                .containsExactly(new KeyRange(highest.first() - 1000, highest.first() - 1), highest);
    }
}
