package dev.exporter.verify.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapsTests {
    @ParameterizedTest
    @CsvSource({
        "0-9, 0 1 2 3 4 5 6 7 8 9, ''",
        "0-9, '', 0-9",
        "0-9, 3 4, 0-2 5-9",
        "0-9, 0 9, 1-8",
        "0-2 7-9, 2 5 7, 0-1 8-9",
        "0-2 7-9, 5, 0-2 7-9",
        "0-2 7-9, 0 1 2 9 12, 7-8",
        "'', 5, ''",
    })
    void keysThatAreNotThereAreFound(String ranges, String keys, String gaps) {
        Gaps found = new Gaps(ranges(ranges));
        Arrays.stream(keys.split(" ", -1))
                .filter(key -> !key.isEmpty())
                .map(Long::valueOf)
                .forEach(found::next);

        assertThat(found.all()).isEqualTo(ranges(gaps));
    }

    private static List<KeyRange> ranges(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(range -> !range.isEmpty())
                .map(KeyRange::parse)
                .toList();
    }
}
