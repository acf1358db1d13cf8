package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupted run, or one that is still under way, makes of further commands. */
@Timeout(900)
class InterruptedRunIT {
    @TempDir
    static Path shared;

    static SourceGateway gateway;

    @BeforeAll
    static void makeAGateway() {
        gateway = InterruptedExport.gateway(shared.resolve("gateway"));
    }

    /** Commands that are refused change nothing, so that they share one interrupted run. */
    @Nested
    class AnInterruptedRun {
        @TempDir
        static Path directory;

        static InterruptedExport export;
        static String run;

        @BeforeAll
        static void interrupt() throws Exception {
            export = new InterruptedExport(directory, gateway);
            run = export.begin()
                    .await(() -> !export.staged("tags_").isEmpty())
                    .kill()
                    .logged("start", "run");
        }

        @Test
        void isAnErrorThatNamesBothWaysOut() throws Exception {
            ExporterJar.Ended ended = export.run().requireExit(2);

            assertThat(ended.err()).contains(run, "--resume", "--fresh");
            assertThat(export.tables().exist()).isFalse();
        }

        @Test
        void isNotContinuedWithOtherOutputOptionsAndTheyAreListed() throws Exception {
            ExporterJar.Ended ended = export.run(
                            "--resume", "--maxFileRows=999", "--compression=snappy", "--heightPartitionSize=250")
                    .requireExit(2);

            assertThat(ended.err())
                    .contains("--maxFileRows 999 (the run has 1000)", "--compression snappy (the run has zstd)")
                    .doesNotContain("--heightPartitionSize 250");
        }

        @Test
        void isNotCutInTwoByAnotherRange() throws Exception {
            ExporterJar.Ended ended = new ExporterHere(directory)
                    .run(gateway.options(), "--startHeight=1401000", "--endHeight=1401100", "--heightPartitionSize=250")
                    .requireExit(2);

            assertThat(ended.err()).contains(run, InterruptedExport.FIRST + "-" + InterruptedExport.LAST);
        }
    }

    @Test
    void aFreshStartDropsWhatTheInterruptedRunHasDone(@TempDir Path directory) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin().awaitLog("event=stage stage=commit").kill().logged("start", "run");
        // Stopped before or after the first commit: only a run without one may be dropped.
        boolean committed = export.tables().exist();

        ExporterJar.Ended fresh = export.fresh();

        if (committed) {
            assertThat(fresh.requireExit(2).err()).contains(run, "can only be finished", "--resume");
            export.run("--resume").requireExit(0);
        } else {
            assertThat(fresh.requireExit(0).err()).contains("abandoned the interrupted run " + run);
        }
        export.requireComplete();
    }

    @Test
    void aRunOfALivingProcessHoldsItsRange(@TempDir Path directory) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        ExporterJar.Running living = export.begin().signal("STOP");
        try {
            ExporterJar.Ended resumed = export.run("--resume").requireExit(4);
            ExporterJar.Ended overlapping = new ExporterHere(directory)
                    .run(
                            gateway.options(),
                            "--startHeight=1401000",
                            "--endHeight=1401100",
                            "--heightPartitionSize=250",
                            "--stagingDir=other")
                    .requireExit(4);

            assertThat(List.of(resumed.err(), overlapping.err())).allMatch(err -> err.contains("another run"));
        } finally {
            living.signal("CONT");
        }
        living.ended().requireExit(0);
        export.requireComplete();
    }

    @Test
    void resumingWhereNothingIsInterruptedStartsARun(@TempDir Path directory) throws Exception {
        SourceGateway real = SourceGateway.real(directory.resolve("gateway"));

        ExporterJar.Ended ended = new ExporterHere(directory)
                .run(real.options(), "--startHeight=1", "--endHeight=latest", "--resume")
                .requireExit(0);

        assertThat(ended.err()).contains("no interrupted run", "1-latest");
        new ExportedTables(directory.resolve("warehouse")).requireRowsOf(real, 1, 982575);
    }
}
