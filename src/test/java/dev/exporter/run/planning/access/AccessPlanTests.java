package dev.exporter.run.planning.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.demo.DemoGateway;
import dev.exporter.plan.Codec;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.Reader;
import dev.exporter.plan.Reading;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import dev.exporter.source.SourceDatabases;
import dev.exporter.source.SourceSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans for a made gateway of 1,000 heights in ten partitions, within far less memory than its rows take. */
class AccessPlanTests {
    private static final Dataset DATASET = DatasetReader.read("ario");
    private static final Map<String, String> OPTIONS =
            DATASET.options().stream().collect(Collectors.toMap(Dataset.Option::name, Dataset.Option::value));
    private static final KeyRange ALL = new KeyRange(1_400_000, 1_400_999);
    private static final KeyRange FIFTH = new KeyRange(1_400_000, 1_400_199);
    private static final long GB = 1_000_000_000;
    private static final long MEMORY = 100_000;

    @TempDir
    static Path directory;

    static DemoGateway.Paths gateway;

    @BeforeAll
    static void makeAGateway() {
        gateway = DemoGateway.create(
                directory, new DemoGateway.Settings(ALL.first(), 1000, 4000, 1, Set.of()), (made, of) -> {});
    }

    @Test
    void aScanForAFifthOfTheRangeKeepsAllTags() {
        AccessPlan.Chosen fifth = choose(FIFTH, Reading.By.SCAN, MEMORY, GB);

        SourceForecast tags = source(fifth, "item_tags");
        assertThat(tags.scanned()).isTrue();
        assertThat(tags.rows()).isLessThan(tags.allRows() / 3);
        assertThat(fifth.forecast().spillBytes()).isGreaterThan(tags.bytes() - MEMORY);
    }

    @Test
    void moreWavesKeepAllTagsToo() {
        AccessPlan.Chosen chosen = choose(ALL, Reading.By.SCAN, MEMORY, GB);

        assertThat(chosen.forecast().waves()).isEqualTo(10);
        assertThat(chosen.forecast().spillBytes())
                .isGreaterThan(source(chosen, "item_tags").bytes() - MEMORY);
    }

    @Test
    void aScanThatPassesTheLimitInAnyNumberOfWavesIsRefusedWhereItIsAskedFor() {
        ExporterException refused =
                catchThrowableOfType(ExporterException.class, () -> choose(FIFTH, Reading.By.SCAN, MEMORY, 50_000));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.problem().code()).isEqualTo("scan-too-large");
        assertThat(refused.problem().message())
                .matches("a scan keeps whole tables of about [\\d,]+ bytes, more than the 100,000 of --memoryLimit and"
                        + " the 50,000 of --spoolLimit");
        assertThat(refused.problem().remedy()).contains("--readBy index", "--spoolLimit");
    }

    @Test
    void elseItGoesByIndex() {
        AccessPlan.Chosen chosen = choose(ALL, Reading.By.AUTO, MEMORY, 50_000);

        assertThat(chosen.forecast().sources()).allSatisfy(source -> {
            assertThat(source.scanned()).isFalse();
            assertThat(source.reason()).isEqualTo("a scan would pass --spoolLimit");
        });
        assertThat(chosen.forecast().waves()).isEqualTo(1);
        assertThat(chosen.forecast().spillBytes()).isZero();
        assertThat(source(choose(ALL, Reading.By.AUTO, MEMORY, GB), "item_tags").reason())
                .isEqualTo("a scan needs more --memoryLimit");
    }

    @Test
    void whatFitsIsScannedAtOnce() {
        AccessPlan.Chosen chosen = choose(ALL, Reading.By.AUTO, GB, 1);

        assertThat(source(chosen, "item_tags").scanned()).isTrue();
        assertThat(chosen.forecast().waves()).isEqualTo(1);
        assertThat(chosen.forecast().spillBytes()).isZero();
    }

    private static SourceForecast source(AccessPlan.Chosen chosen, String name) {
        return chosen.forecast().sources().stream()
                .filter(source -> source.source().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static AccessPlan.Chosen choose(KeyRange range, Reading.By by, long memoryBytes, long spoolBytes) {
        try (SourceDatabases sources = SourceDatabases.open(
                        DATASET,
                        OPTIONS,
                        Map.of("core", gateway.coreDb(), "bundles", gateway.bundlesDb()),
                        Duration.ofSeconds(10),
                        Reader.AUTO);
                SourceSnapshot snapshot = sources.pin()) {
            return new AccessPlan(DATASET, request(range, by, memoryBytes, spoolBytes), () -> GB)
                    .choose(snapshot, range, List.of(range), new Partitioning.Truncate(100).cut(range));
        }
    }

    private static ExportRequest request(KeyRange range, Reading.By by, long memoryBytes, long spoolBytes) {
        Reading reading = new Reading(by, Reader.AUTO, OptionalLong.of(spoolBytes), Duration.ofSeconds(60));
        return new ExportRequest(
                "ario",
                range.first(),
                OptionalLong.of(range.last()),
                OptionalLong.of(100),
                Map.of(),
                OPTIONS,
                new ExportRequest.Output(
                        100_000,
                        1 << 20,
                        new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                        1000,
                        ExportRequest.Replace.KEEP),
                new ExportRequest.Place(
                        directory, Optional.empty(), "gateway", "", directory, "sqlite", Optional.empty()),
                new ExportRequest.Limits(1, memoryBytes, Duration.ofSeconds(1), reading),
                ExportRequest.OnInterrupted.REFUSE,
                ExportRequest.OnScope.KEEP);
    }
}
