package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

    @Test
    void aRunWhoseRangeAnotherHasExportedMeanwhileCommitsToNoTable() throws Exception {
        SourceGateway changing = gateway.copiedTo(directory.resolve("gateway"));
        InterruptedExport export = new InterruptedExport(directory, changing);
        export.begin().ended().requireExit(0);
        changeTransactions(changing);
        export.begin(FaultPoint.AFTER_CHECKPOINT).kill();
        exportElsewhere(changing);
        long tags = export.tables().snapshot("tags").snapshotId();

        assertThat(export.run("--resume").requireExit(1).err())
                .contains("the table changed while the range was exported", "Nothing was committed", "--fresh")
                .doesNotContain("can go on where it stopped");

        assertThat(export.tables().snapshot("tags").snapshotId()).isEqualTo(tags);
        export.fresh().requireExit(0);
        export.tables().requireRowsOf(changing, InterruptedExport.FIRST, InterruptedExport.LAST);
        requireNoRunIsLeft(export);
    }

    @Test
    void aRunThatAnotherWriterPreventsFromItsNextCommitIsGivenUpByRecover() throws Exception {
        SourceGateway changing = gateway.copiedTo(directory.resolve("gateway"));
        InterruptedExport export = new InterruptedExport(directory, changing);
        export.begin().ended().requireExit(0);
        changeTransactions(changing);
        String run = export.begin(FaultPoint.BETWEEN_TABLES).kill().logged("start", "run");
        // A writer that does not ask who else is at work.
        Path runFile = directory.resolve("warehouse/.exporter/runs/" + run + ".json");
        Path hidden = Files.move(runFile, directory.resolve("hidden"));
        exportElsewhere(changing);
        Files.move(hidden, runFile);

        assertThat(export.run("--resume").requireExit(1).err())
                .contains("table transactions: the table changed", "exporter recover --run " + run)
                .doesNotContain("Nothing was committed", "--fresh")
                .doesNotContain("can go on where it stopped");
        export.fresh().requireExit(2);
        assertThat(recover().out()).contains("leave: run " + run, "1 of its 3 commits are done", "name it by --run");
        assertThat(recover("--run=" + run).out())
                .contains(
                        "give up: run " + run,
                        InterruptedExport.FIRST + "-" + InterruptedExport.LAST
                                + " is not exported to all tables; export it anew");

        assertThat(export.published()).noneMatch(file -> file.toString().contains(run));
        export.begin().ended().requireExit(0);
        export.tables().requireRowsOf(changing, InterruptedExport.FIRST, InterruptedExport.LAST);
        requireNoRunIsLeft(export);
    }

    @Test
    void aRunBetweenTwoCommitsIsNoDifferenceForOthers() throws Exception {
        exported(0, 499).requireExit(0);
        ExporterJar.launched(directory, Kill.At.first(FaultPoint.BETWEEN_TABLES).javaOption())
                .start(options(500, 999))
                .awaitLog("event=fault")
                .kill();
        new ExporterHere(directory).run(List.of("maintain", "--yes")).requireExit(0);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        assertThat(tables.snapshot("tags").summary()).containsKey("exporter.upkeep");
        assertThat(verify().out()).doesNotContain("run-incomplete");

        exported(1000, 1499, "--verify").requireExit(0);
        assertThat(verify().out()).contains("run-incomplete", "1400500-1400999");

        exported(500, 999, "--resume").requireExit(0);
        assertThat(verify().out()).doesNotContain("run-incomplete");
        tables.requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.FIRST + 1499);
    }

    private ExporterJar.Ended verify() throws Exception {
        return new ExporterHere(directory)
                .run(
                        List.of("verify", "--json"),
                        "--coreDb=" + gateway.file("core"),
                        "--bundlesDb=" + gateway.file("bundles"))
                .requireExit(0);
    }

    private ExporterJar.Ended exported(int first, int last, String... more) throws Exception {
        return new ExporterHere(directory).run(options(first, last), more);
    }

    /** Of an export of some blocks, counted from the first. */
    private static List<String> options(int first, int last) {
        List<String> options = new ArrayList<>(gateway.options());
        options.add("--startHeight=" + (InterruptedExport.FIRST + first));
        options.add("--endHeight=" + (InterruptedExport.FIRST + last));
        options.add("--heightPartitionSize=250");
        return options;
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

    /** Blocks and tags stay as they are. */
    private static void changeTransactions(SourceGateway changing) throws Exception {
        changing.change("bundles", "UPDATE stable_data_items SET data_size = data_size + 1");
    }

    /** The same export, with another staging directory and job repository. */
    private void exportElsewhere(SourceGateway changed) throws Exception {
        new InterruptedExport(directory, changed, "--stagingDir=elsewhere")
                .run("--heightPartitionSize=250", "--maxFileRows=1000")
                .requireExit(0);
    }

    private void requireNoRunIsLeft(InterruptedExport export) throws Exception {
        assertThat(directory.resolve("warehouse/.exporter/runs")).isEmptyDirectory();
        assertThat(LeftBehind.filesBelow(directory.resolve("warehouse/.exporter/pins")))
                .isEmpty();
        assertThat(export.runFolders()).isEmpty();
    }

    private ExporterJar.Ended recover(String... more) throws Exception {
        return new ExporterHere(directory)
                .run(List.of("recover", "--yes"), more)
                .requireExit(0);
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
