package dev.exporter.dashboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextTests {
    @Test
    void numbersHaveSeparatorsAndUnits() {
        assertThat(Amounts.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Amounts.counted(1, "row")).isEqualTo("1 row");
        assertThat(Amounts.counted(2000, "row")).isEqualTo("2,000 rows");
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1000)).isEqualTo("1 KB");
        assertThat(Amounts.bytes(1_250_000)).isEqualTo("1.3 MB");
        assertThat(Amounts.bytes(999_960_000_000L)).isEqualTo("1 TB");
        assertThat(Amounts.bytes(312_400_000_000L)).isEqualTo("312 GB");
        assertThat(Amounts.shortCount(9_999)).isEqualTo("9,999");
        assertThat(Amounts.shortCount(120_000)).isEqualTo("120 k");
        assertThat(Amounts.shortCount(2_500_000)).isEqualTo("2.5 M");
    }

    @Test
    void onlyWhatIsDoneIsAHundredPercent() {
        assertThat(Amounts.percent(0)).isEqualTo("0 %");
        assertThat(Amounts.percent(0.00001)).isEqualTo("0.1 %");
        assertThat(Amounts.percent(0.42)).isEqualTo("42 %");
        assertThat(Amounts.percent(0.99999)).isEqualTo("99.9 %");
        assertThat(Amounts.percent(1)).isEqualTo("100 %");
    }

    @Test
    void spansAreAsLongAsTheyNeedToBe() {
        assertThat(Spans.text(Duration.ZERO)).isEqualTo("0 s");
        assertThat(Spans.text(Duration.ofMillis(412))).isEqualTo("0.4 s");
        assertThat(Spans.text(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Spans.text(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(Spans.text(Duration.ofMinutes(120))).isEqualTo("2 h");
        assertThat(Spans.text(Duration.ofMinutes(127))).isEqualTo("2 h 07 min");
        assertThat(Spans.text(Duration.ofHours(76))).isEqualTo("3 d 04 h");
    }

    @Test
    void aMomentIsRelativeAndAbsolute() {
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        assertThat(Moment.of(now.minusSeconds(190), now))
                .isEqualTo(new Moment("2026-03-04T11:56:50Z", "2026-03-04 11:56:50 UTC", "3 min ago"));
        assertThat(Moment.of(now.plusSeconds(7300), now).relative()).isEqualTo("in 2 h");
        assertThat(Moment.of(now.minusMillis(900), now).relative()).isEqualTo("now");
        assertThat(Moment.of(now.minus(Duration.ofDays(5)), now).relative()).isEqualTo("5 d ago");
    }
}
