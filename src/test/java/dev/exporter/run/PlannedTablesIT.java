package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.ending.RunOutcome;
import dev.exporter.run.planning.Planner;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.runs.RunPin;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
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

    private RealGateway gateway;

    @BeforeEach
    void copyTheRealPair() throws IOException {
        gateway = RealGateway.copiedTo(directory);
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
        Map<String, String> options = Map.of("includeL1Transactions", "true", "includeL1Tags", "true");
        return gateway.request(start, end, options, "staging", "warehouse");
    }
}
