package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Codec;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.Reading;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.planning.Planner;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.runs.RunPin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is made before the range is held: what becomes of one that is outdated by then. */
class PlannedTablesIT {
    private static final Dataset DATASET = DatasetReader.read("ario");

    @TempDir
    private Path directory;

    private final ExportRuns runs =
            new ExportRuns(Clock.systemUTC(), Optional.empty(), (dataset, request, range, progress) -> {});

    @BeforeEach
    void copyTheRealPair() throws IOException {
        for (String database : List.of("core.db", "bundles.db")) {
            try (InputStream in = PlannedTablesIT.class.getResourceAsStream("/arweave/" + database)) {
                Files.copy(Objects.requireNonNull(in), directory.resolve(database));
            }
        }
    }

    @Test
    void aPlanOnPartitionsThatHaveChangedSinceIsOutdatedAndPinsNothing() {
        RunPlan plan = runs.plan(DATASET, request(1, 200)).plan();
        export(1, 200);

        assertThatThrownBy(() -> new PlannedTables(plan).pin())
                .isInstanceOf(PlannedTables.OutdatedException.class)
                .hasMessageContaining("has changed since");
        assertThat(warehouse().upkeep().pins()).isEmpty();
    }

    @Test
    void aPlanOnOtherPartitionsIsNotOutdatedByThatAndIsPinnedUntilItsRunIsOver() {
        RunPlan plan = runs.plan(DATASET, request(982_575, 982_575)).plan();
        export(1, 200);

        new PlannedTables(plan).pin();

        assertThat(warehouse().upkeep().pins())
                .singleElement()
                .satisfies(pin -> assertThat(pin.aligned().toString()).isEqualTo("982000-982999"))
                .extracting(RunPin::run)
                .isEqualTo(plan.run());
        warehouse().finish(plan.run());
        assertThat(warehouse().upkeep().pins()).isEmpty();
    }

    private void export(long start, long end) {
        ProgressListener unheard = (ProgressListener) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ProgressListener.class},
                (proxy, method, arguments) -> null);
        RunOutcome outcome = runs.run(DATASET, request(start, end), Set.of(), unheard);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(warehouse().upkeep().pins()).isEmpty();
    }

    private Warehouse warehouse() {
        return Planner.warehouse(request(1, 200));
    }

    private ExportRequest request(long start, long end) {
        return new ExportRequest(
                "ario",
                start,
                OptionalLong.of(end),
                OptionalLong.empty(),
                Map.of("core", directory.resolve("core.db"), "bundles", directory.resolve("bundles.db")),
                Map.of("includeL1Transactions", "true", "includeL1Tags", "true"),
                new ExportRequest.Output(
                        1000,
                        1 << 20,
                        new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                        1000,
                        ExportRequest.Replace.KEEP),
                new ExportRequest.Place(
                        directory.resolve("warehouse"),
                        Optional.empty(),
                        "gateway",
                        "",
                        directory.resolve("staging"),
                        "sqlite",
                        Optional.empty()),
                new ExportRequest.Limits(1, 64 << 20, Duration.ofSeconds(1), Reading.AUTO),
                ExportRequest.OnInterrupted.REFUSE,
                ExportRequest.OnScope.KEEP);
    }
}
