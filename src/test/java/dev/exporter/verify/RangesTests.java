package dev.exporter.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTests {
    @ParameterizedTest
    @CsvSource({
        "0-9, 3-4, 0-2 5-9",
        "0-9, 0-4, 5-9",
        "0-9, 0-4 5-9, ''",
        "0-4 6-9, 3-7, 0-2 8-9",
        "0-4, 7-9, 0-4",
        "'', 7-9, ''",
    })
    void holesAreTakenOut(String ranges, String holes, String left) {
        assertThat(Ranges.without(ranges(ranges), ranges(holes))).isEqualTo(ranges(left));
    }

    @Test
    void rangesThatTouchAreJoined() {
        assertThat(Ranges.joined(ranges("5-6 0-4 8-9"))).isEqualTo(ranges("0-6 8-9"));
        assertThat(Ranges.text(ranges("5-5 8-9"))).isEqualTo("5, 8-9");
        assertThat(Ranges.length(ranges("5-5 8-9"))).isEqualTo(3);
    }

    private static List<KeyRange> ranges(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(range -> !range.isEmpty())
                .map(KeyRange::parse)
                .toList();
    }
}
