package dev.exporter.run.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.forecast.Forecast.TableForecast;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FileBoundTests {
    private static final ExportRequest.Output OUTPUT = new ExportRequest.Output(
            1_000_000, 512, new Codec.Compression(Codec.ZSTD, OptionalInt.empty()), 1000, ExportRequest.Replace.KEEP);

    @Test
    void aMillionFilesOfATableAreAllowedHoweverSmallTheyAre() {
        assertThatCode(() -> FileBound.check(tables(1_000_000), OUTPUT)).doesNotThrowAnyException();
    }

    @Test
    void moreAreASlipOfWhichTheSizesAreNamedWithTheirUnits() {
        assertThatThrownBy(() -> FileBound.check(tables(1_000_001), OUTPUT))
                .isInstanceOfSatisfying(ExporterException.class, refused -> {
                    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(refused.problem().text())
                            .isEqualTo("table tags would have about 1,000,001 files of at most 512 bytes and 1,000,000"
                                    + " rows, more than the 1,000,000 that one run can have [--maxFileBytes,"
                                    + " --maxFileRows]. Give larger files: a size without a unit, as in --maxFileBytes"
                                    + " 512, is in bytes, and 512MB is the default");
                });
    }

    private static List<TableForecast> tables(long files) {
        return List.of(new TableForecast("blocks", 1, 1, 1), new TableForecast("tags", files, files, files * 512));
    }
}
