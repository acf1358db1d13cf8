package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.RunId;
import dev.exporter.run.UnfinishedRuns;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory.Unfinished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that are given up: as a whole, never one that has committed, and none that goes on meanwhile. */
@Timeout(900)
class GivenUpRunIT extends GatewayCase {
    /** Of its folder nothing but the plan is left. */
    @ParameterizedTest
    @EnumSource(names = {"AFTER_CHECKPOINT", "AFTER_INVENTORY"})
    void aRunThatWasBeingGivenUpWhenTheProcessDiedCanGoOn(FaultPoint boundary) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(boundary).kill().logged("start", "run");
        ExporterJar.launched(directory, Kill.At.first(FaultPoint.MID_DELETE).javaOption())
                .start(List.of("abandon", run))
                .awaitLog("event=fault")
                .kill();
        assertThat(directory.resolve("staging/job-" + run)).isDirectoryContaining("glob:**/plan.json");
        assertThat(directory.resolve("staging/job-" + run + "/files")).doesNotExist();

        export.run("--resume").requireExit(0);

        export.requireComplete();
    }

    @Test
    void aRunThatOneTableHasForgottenAgainIsStillNotGivenUp() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.BETWEEN_TABLES).kill().logged("start", "run");
        Path metadata = directory.resolve("warehouse/tags/metadata/v1.metadata.json");
        // As two hundred other commits leave it; the snapshot stays as long as the run is not finished.
        String before = Files.readString(metadata);
        String after = before.replaceFirst("(\"exporter.recent-runs\" ?: ?)\"" + run, "$1\"");
        assertThat(after).isNotEqualTo(before);
        Files.writeString(metadata, after);
        List<Path> published = export.published();

        assertThat(new ExporterHere(directory)
                        .run(List.of("abandon", run))
                        .requireExit(2)
                        .err())
                .contains("It has committed to a table already");
        assertThat(export.fresh().requireExit(2).err()).contains("has already committed");

        assertThat(export.published()).isEqualTo(published);
        export.run("--resume").requireExit(0);
        export.requireComplete();
    }

    @Test
    void whatARunHadPublishedGoesWhereRowsWouldBeLostOnTheSecondReading() throws Exception {
        SourceGateway changing = gateway.copiedTo(directory.resolve("gateway"));

        requireGivenUp(changing, new InterruptedExport(directory, changing), "nothing was changed");
    }

    @Test
    void whatEarlierWavesHaveCommittedStays() throws Exception {
        SourceGateway changing = InterruptedExport.largerGateway(directory.resolve("gateway"));
        InterruptedExport export = new InterruptedExport(
                directory, changing, 20_000, 2, "--readBy=scan", "--memoryLimit=96MB", "--spoolLimit=1MB");

        requireGivenUp(changing, export, "what the run has committed already stays, nothing else was changed");
    }

    /** The last partition's file is found damaged when others are published, and its rows are gone when it is read again. */
    private void requireGivenUp(SourceGateway changing, InterruptedExport export, String said) throws Exception {
        export.fresh().requireExit(0);
        changing.change("core", "UPDATE stable_blocks SET weave_size = weave_size + 1");
        ExporterJar.Running running = export.begin(new Kill.At(FaultPoint.AFTER_RENAME, 2, 0));
        Files.write(export.staged("blocks_1401750_").get(0), new byte[] {4, 7, 1, 1});
        running.letGoOn().ended().requireExit(1);
        String lost = changing.text("core", "SELECT min(height) FROM stable_blocks WHERE height >= 1401750");
        assertThat(changing.change("core", "DELETE FROM stable_blocks WHERE height = " + lost))
                .isEqualTo(1);

        ExporterJar.Ended ended = export.run("--resume").requireExit(5);

        assertThat(ended.err()).contains("height " + lost, said);
        assertThat(new ExporterHere(directory)
                        .run(List.of("clean"), "--minAge=0s")
                        .requireExit(0)
                        .out())
                .contains("There is nothing to clean.");
        assertThat(directory.resolve("warehouse/.exporter/runs")).isEmptyDirectory();
        assertThat(export.runFolders()).isEmpty();
        export.run("--replace=exact", "--heightPartitionSize=250").requireExit(0);
        export.tables().requireRowsOf(changing, InterruptedExport.FIRST, InterruptedExport.LAST);
    }

    @Test
    void whoHasSeenARunBeforeAnotherProcessWentOnWithItDoesNotGiveItUp() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.AFTER_CHECKPOINT).kill().logged("start", "run");
        UnfinishedRuns runs =
                new UnfinishedRuns(JobStoreAddress.parse("sqlite", directory.resolve("staging"), Optional.empty()));
        Unfinished seen = runs.find(new RunId(run)).orElseThrow();
        export.resume(Kill.At.first(FaultPoint.AFTER_COUNTS)).kill();

        assertThatThrownBy(() -> runs.abandon(seen)).hasMessageContaining("another process has been at run " + run);

        export.run("--resume").requireExit(0);
        export.requireComplete();
    }
}
