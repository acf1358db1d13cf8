package dev.exporter.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTests {
    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 KB", "999949,999.9 KB", "999950,1.0 MB", "512000000,512.0 MB"})
    void bytesAreInPowersOfAThousand(long bytes, String expected) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT0.04S,0.0 s", "PT9.9S,9.9 s", "PT9.96S,9 s", "PT59S,59 s", "PT65S,1 min 05 s", "PT2H7M,2 h 07 min"})
    void timesHaveTheUnitsThatMatter(Duration time, String expected) {
        assertThat(Amounts.time(time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1000,PT2S,500", "1000,PT0S,0"})
    void aRateOfNoTimeIsNone(long amount, Duration time, long expected) {
        assertThat(Amounts.perSecond(amount, time)).isEqualTo(expected);
    }
}
