package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that end too soon, by a kill or a signal, and go on with {@code --resume}. */
@Timeout(900)
class KillIT extends GatewayCase {
    private static final int LONGEST_WORK_MILLISECONDS = 2500;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anExportThatIsKilledAtARandomMomentGoesOnToTheSameRows(long seed) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        export.begin()
                .letWork(new Random(seed).nextInt(LONGEST_WORK_MILLISECONDS))
                .kill();
        export.run("--resume").requireExit(0);

        export.requireComplete();
    }

    @Test
    void aResumedExportSkipsWhatWasDoneAndSaysSo() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        String run = export.begin()
                .await(() -> export.staged("blocks_").size() >= 4)
                .kill()
                .logged("start", "run");
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);

        assertThat(resumed.logged("resume", "run")).isEqualTo(run);
        // The last table's files of four partitions were there; at most two partitions were not yet noted as done.
        assertThat(Integer.parseInt(resumed.logged("resume", "partitions").replace("/8", "")))
                .isBetween(2, 8);
        assertThat(Integer.parseInt(resumed.logged("resume", "filesKept"))).isGreaterThan(8);
        export.requireComplete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "commit"})
    void aKillAfterTheLastPartitionLosesNothingEither(String stage) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        export.begin().awaitLog("event=stage stage=" + stage).kill();
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);

        assertThat(resumed.logged("resume", "partitions")).isEqualTo("8/8");
        export.requireComplete();
    }

    @Test
    void anExportThatIsKilledTwiceGoesOnToTheSameRows() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        export.begin().await(() -> !export.staged("transactions_").isEmpty()).kill();
        int staged = export.staged("").size();
        export.resume().await(() -> export.staged("").size() > staged + 3).kill();
        export.run("--resume").requireExit(0);

        export.requireComplete();
    }

    @Test
    void aTerminatedExportStopsAtAFileBoundaryAndCanGoOn() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        ExporterJar.Ended stopped = stoppedBy("TERM", export).requireExit(143);
        assertThat(stopped.err()).contains("stopping at the next file; a second signal ends at once", "--resume");
        int staged = export.staged("").size();
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);

        assertThat(staged).isPositive();
        // Each complete file was noted before the process ended, so that each is kept.
        assertThat(resumed.logged("resume", "filesKept")).isEqualTo(Integer.toString(staged));
        export.requireComplete();
    }

    @Test
    void controlCStopsAnExportWithAnExitCodeOfItsOwn() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        ExporterJar.Ended stopped = stoppedBy("INT", export).requireExit(130);

        assertThat(stopped.err()).contains("--resume");
        assertThat(export.tables().exist()).isFalse();
        requireGoesOn(export, stopped);
    }

    @Test
    void aTerminalThatIsClosedStopsAnExportAsATerminationDoes() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        ExporterJar.Ended stopped = stoppedBy("HUP", export).requireExit(143);

        assertThat(export.tables().exist()).isFalse();
        requireGoesOn(export, stopped);
    }

    @Test
    void aTerminationWhileFilesArePublishedIsHeededBeforeTheNextFile() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);

        ExporterJar.Ended stopped = export.begin(new Kill.At(FaultPoint.MID_PUBLISH, 3, 0))
                .signal("TERM")
                .awaitLog("event=information message=\"stopping")
                .letGoOn()
                .ended()
                .requireExit(143);

        assertThat(export.published()).hasSize(3);
        assertThat(export.tables().exist()).isFalse();
        requireGoesOn(export, stopped);
    }

    private static void requireGoesOn(InterruptedExport export, ExporterJar.Ended stopped) throws Exception {
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);
        assertThat(resumed.logged("resume", "run")).isEqualTo(stopped.logged("start", "run"));
        export.requireComplete();
    }

    private static ExporterJar.Ended stoppedBy(String signal, InterruptedExport export) throws Exception {
        return export.begin()
                .await(() -> !export.staged("tags_").isEmpty())
                .signal(signal)
                .ended();
    }
}
