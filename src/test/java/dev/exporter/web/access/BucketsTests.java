package dev.exporter.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTests {
    private final AtomicLong nanos = new AtomicLong(42);

    @Test
    void soManyAreHadAtOnceAndThenSoManyASecond() {
        Buckets buckets = new Buckets(2, 3, nanos::get);
        assertThat(taken(buckets, "ann", 10)).isEqualTo(3);
        nanos.addAndGet(1_000_000_000L);
        assertThat(taken(buckets, "ann", 10)).isEqualTo(2);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(taken(buckets, "ann", 10)).isEqualTo(3);
    }

    @Test
    void eachCallerHasItsOwn() {
        Buckets buckets = new Buckets(1, 1, nanos::get);
        assertThat(buckets.take("ann")).isTrue();
        assertThat(buckets.take("ann")).isFalse();
        assertThat(buckets.take("bob")).isTrue();
    }

    private static int taken(Buckets buckets, String caller, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += buckets.take(caller) ? 1 : 0;
        }
        return taken;
    }
}
