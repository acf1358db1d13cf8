package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that are killed at each boundary that has a name, and at random, go on to the same rows. */
@Timeout(900)
class BoundaryFaultIT {
    @TempDir
    static Path shared;

    static GatewayRows source;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() throws Exception {
        source = KilledExport.gateway(shared.resolve("gateway"), 7);
    }

    @ParameterizedTest
    @EnumSource(FaultPoint.class)
    void aKillAtABoundaryLosesAndRepeatsNothing(FaultPoint point) throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of());

        if (point == FaultPoint.ON_RESUME) {
            assertThat(export.killed(Kill.At.first(FaultPoint.AFTER_CHECKPOINT)))
                    .isTrue();
        }
        assertThat(export.killed(Kill.At.first(point)))
                .as("whether it came to " + point)
                .isTrue();

        export.finish();
    }

    @Test
    void aKillOfTheProcessThatOnlyHadToDeleteWhatWasLeftIsGotOver() throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of());

        assertThat(export.killed(Kill.At.first(FaultPoint.MID_DELETE))).isTrue();
        assertThat(export.killed(Kill.At.first(FaultPoint.MID_DELETE))).isTrue();

        export.finish();
    }

    @Test
    void theBoundaryBeforeTheStatusComesBeforeTheJobIsCompleted() throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of());

        export.killed(Kill.At.first(FaultPoint.BEFORE_STATUS));

        JobStoreAddress repository = JobStoreAddress.parse("sqlite", directory.resolve("staging"), Optional.empty());
        assertThat(RunHistory.unfinished(repository)).hasSize(1);
        assertThat(directory.resolve("staging")).isDirectoryNotContaining("glob:**/job-*");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aKillAtRandomAndAnotherOneAfterwardsLoseAndRepeatNothing(long seed) throws Exception {
        Random random = new Random(seed);
        KilledExport export = new KilledExport(directory, source, List.of("--readBy=index"));

        export.killed(new Kill.AtRandom(700 + random.nextInt(1500)));
        export.killed(new Kill.AtRandom(500 + random.nextInt(1000)));

        export.finish();
    }
}
