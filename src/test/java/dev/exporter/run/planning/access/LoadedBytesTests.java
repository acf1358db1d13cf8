package dev.exporter.run.planning.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedBytesTests {
    private static final Dataset DATASET = DatasetReader.read("ario");

    @Test
    void aScannedTableOfTagsIsLoadedWholeByEachWave() {
        LoadedBytes loaded = LoadedBytes.of(
                DATASET,
                List.of(
                        source("data_items", 200, 1000, 100_000, true),
                        source("item_tags", 800, 4000, 500_000, true),
                        source("item_tag_values", 50, 100, 10_000, true)));

        assertThat(loaded.whole()).isEqualTo(510_000);
        assertThat(loaded.shared()).isEqualTo(2 * 20_000 + 100_000 + 5_000);
        assertThat(loaded.wave(1000)).isEqualTo(510_145);
    }

    @Test
    void whatIsFoundByIndexIsLoadedByTheWavesThatNeedIt() {
        LoadedBytes loaded = LoadedBytes.of(
                DATASET,
                List.of(
                        source("data_items", 200, 1000, 100_000, true),
                        source("item_tags", 800, 4000, 500_000, false),
                        source("item_tag_values", 0, 0, 4096, false)));

        assertThat(loaded).isEqualTo(new LoadedBytes(0, 2 * (20_000 + 100_000)));
    }

    @Test
    void allRowsOfTheSourceInOneWaveTakeTheirSpaceTwice() {
        LoadedBytes loaded = LoadedBytes.of(
                DATASET,
                List.of(
                        source("data_items", 1000, 1000, 100_000, true),
                        source("item_tags", 4000, 4000, 500_000, true),
                        source("item_tag_values", 100, 100, 10_000, false)));

        assertThat(loaded.all()).isEqualTo(2 * 610_000);
    }

    @Test
    void nothingIsLoadedTogetherWhereNothingIsScanned() {
        assertThat(LoadedBytes.of(DATASET, List.of(source("item_tags", 800, 4000, 500_000, false))))
                .isEqualTo(new LoadedBytes(0, 0));
    }

    private static SourceForecast source(String name, long rows, long allRows, long bytes, boolean scanned) {
        return new SourceForecast(name, name, rows, allRows, bytes, scanned, "");
    }
}
