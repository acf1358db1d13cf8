package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of which a part was ended, by recovery or by giving them up, while the job repository still has them. */
@Timeout(900)
class HalfEndedRunIT extends GatewayCase {
    @Test
    void aRecoveredRunOfWhichSomeWavesAreMissingIsNotTakenForDone() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(new Kill.At(FaultPoint.AFTER_RUN_FILE, 2, 0), "--commitEvery=2")
                .kill()
                .logged("start", "run");
        loseRunFolders();
        assertThat(recover().out()).contains("run " + run + ": finished", "was not exported; export it anew");

        export.run("--resume", "--heightPartitionSize=250", "--maxFileRows=1000")
                .requireExit(0);

        export.tables().requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.LAST);
        export.tables().requireNothingElse();
        assertThat(export.runFolders()).isEmpty();
    }

    /** As a kill leaves it between what is deleted when a run is given up. */
    @Test
    void aRunWhosePublishedFilesWereWithdrawnWritesThemAnew() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.AFTER_INVENTORY).kill().logged("start", "run");
        assertThat(export.published()).isNotEmpty();
        Warehouse.at(directory.resolve("warehouse"), Optional.empty(), "").discard(new RunId(run));
        assertThat(export.published()).isEmpty();

        assertThat(export.run("--resume").requireExit(0).err()).contains("the partition is read again");

        export.requireComplete();
    }

    @Test
    void aRunWhoseFolderIsLostIsGivenUpWithWhatItHasPublished() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.AFTER_INVENTORY).kill().logged("start", "run");
        loseRunFolders();

        new ExporterHere(directory).run(List.of("abandon", run)).requireExit(0);

        assertThat(export.published()).isEmpty();
        assertThat(recover().out()).contains("no unfinished runs");
        export.begin().ended().requireExit(0);
        export.requireComplete();
    }

    @Test
    void aRunWhoseFolderIsLostAndThatHasCommittedIsNotGivenUp() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.BETWEEN_TABLES).kill().logged("start", "run");
        loseRunFolders();
        List<Path> published = export.published();

        assertThat(new ExporterHere(directory)
                        .run(List.of("abandon", run))
                        .requireExit(2)
                        .err())
                .contains("has already committed");
        assertThat(export.run("--resume").requireExit(1).err()).contains("end the run with exporter recover");
        assertThat(export.fresh().requireExit(2).err()).contains("Leave --fresh out", "end it with exporter recover");

        assertThat(export.published()).isEqualTo(published);
        assertThat(recover().out()).contains("run " + run + ": finished");
        export.tables().requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.LAST);
    }

    /** Where nothing but the run makes the staging directory. */
    @Test
    void aRunThatDiedBetweenItsPinAndItsJobLeavesNothing() throws Exception {
        String repository = "--jobRepository=jdbc:sqlite:" + directory.resolve("elsewhere.db");
        InterruptedExport export = new InterruptedExport(directory, gateway, repository);
        export.begin(FaultPoint.AFTER_PIN).kill();
        Path pins = directory.resolve("warehouse/.exporter/pins");
        // Another was killed while it wrote its pin.
        Files.createFile(pins.resolve("." + RunId.create(Instant.now()) + ".tmp"));

        export.begin().ended().requireExit(0);

        assertThat(LeftBehind.filesBelow(pins)).isEmpty();
        export.requireComplete();
    }

    private ExporterJar.Ended recover() throws Exception {
        return new ExporterHere(directory).run(List.of("recover", "--yes")).requireExit(0);
    }

    /** Of all runs; the job repository stays. */
    private void loseRunFolders() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("staging"))) {
            for (Path file : files.filter(path -> path.toString().contains("job-"))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
