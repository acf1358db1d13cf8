package dev.exporter.run.planning;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.forecast.Forecast;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FileCountTests {
    private static final ExportRequest.Output TINY = new ExportRequest.Output(
            1_000_000, 512, new Codec.Compression(Codec.ZSTD, OptionalInt.empty()), 1000, ExportRequest.Replace.KEEP);

    private static Forecast forecast(long files) {
        return new Forecast(
                List.of(),
                List.of(
                        new Forecast.TableForecast("blocks", 1000, 10, 5120),
                        new Forecast.TableForecast("tags", files, files, files * 512)),
                1,
                Duration.ofHours(1),
                0);
    }

    @Test
    void moreThanAMillionFilesOfATableAreASlip() {
        assertThatThrownBy(() -> Planner.requireCountable(forecast(1_000_001), TINY))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("the table tags would get about 1,000,001 files")
                .hasMessageContaining("about 512 bytes")
                .hasMessageContaining("--maxFileBytes 512MB");
    }

    @Test
    void aMillionIsNot() {
        assertThatCode(() -> Planner.requireCountable(forecast(1_000_000), TINY))
                .doesNotThrowAnyException();
    }
}
