package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that were killed, and whose job repository and staging are gone, and runs that had only to be noted as done. */
@Timeout(900)
class RecoverIT extends GatewayCase {
    @Test
    void aRunThatHasCommittedIsFinished() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.BETWEEN_TABLES).kill().logged("start", "run");
        assertThat(export.tables().exist()).isTrue();

        assertThat(recover("--yes").requireExit(0).out())
                .as("while its job repository is there")
                .contains("leave: run " + run, "--resume");
        assertThat(recover().requireExit(0).out()).contains("there is nothing that --yes would do");
        loseStaging();
        assertThat(export.run("--resume").requireExit(1).err()).contains(run, "exporter recover");
        assertThat(export.fresh().requireExit(1).err()).contains(run, "exporter recover");
        assertThat(recover().requireExit(0).out())
                .contains("finish: run " + run, "1 of its 3 commits are done", "Nothing was changed");
        assertThat(recover("--yes", "--json", "--run=" + run).requireExit(0).out())
                .contains("\"verdict\":\"finish\"", "run " + run + ": finished");

        Files.createDirectories(directory.resolve("staging"));
        export.requireComplete();
        assertThat(recover().requireExit(0).out()).contains("no unfinished runs");
        // Exported anew, it finds the same rows.
        export.run("--json", "--heightPartitionSize=250", "--maxFileRows=1000").requireExit(0);
        export.tables().requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.LAST);
    }

    @Test
    void aRunThatIsNamedAndLeftIsAFailure() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        ExporterJar.Running running = export.begin(FaultPoint.BETWEEN_TABLES);
        String run = onlyRun();
        assertThat(recover("--yes", "--run=" + run).requireExit(4).err())
                .contains("run " + run + " was not ended: it is under way");
        running.kill();
        loseJobRepository();
        Files.writeString(directory.resolve("staging/jobs.db"), "no database".repeat(1000));

        ExporterJar.Ended ended = recover("--yes", "--json", "--run=" + run).requireExit(1);

        assertThat(ended.err()).contains("cannot be asked", "--repositoryLost");
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.out()).contains("\"exitCode\":1", "\"code\":\"run-left\"");
        assertThat(recover("--run=" + run).requireExit(0).out()).contains("leave: run " + run);
        assertThat(recover("--yes").requireExit(0).out()).contains("run " + run + " is left");
        assertThat(recover("--yes", "--run=" + run, "--repositoryLost")
                        .requireExit(0)
                        .out())
                .contains("run " + run + ": finished");
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_RUN_FILE", "MID_PUBLISH", "AFTER_RENAME", "AFTER_INVENTORY"})
    void aRunThatHasCommittedNothingIsRolledBack(FaultPoint boundary) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(boundary).kill().logged("start", "run");
        assertThat(export.tables().exist()).isFalse();
        loseStaging();

        assertThat(export.fresh().requireExit(1).err()).contains(run, "exporter recover");
        ExporterJar.Ended ended = recover("--yes", "--run=" + run).requireExit(0);

        assertThat(ended.out()).contains("run " + run + ": rolled back");
        try (Stream<Path> files = Files.walk(directory.resolve("warehouse"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .isSubsetOf("folder");
        }
        export.fresh().requireExit(0);
        export.requireComplete();
    }

    /** Waves that are complete stay; of the one that was being published nothing does. */
    @Test
    void theLastWaveIsWithdrawnWhereFilesOfItAreLost() throws Exception {
        SourceGateway larger = InterruptedExport.largerGateway(directory.resolve("gateway"));
        InterruptedExport export = new InterruptedExport(
                directory, larger, 20_000, 2, "--readBy=scan", "--memoryLimit=96MB", "--spoolLimit=1MB");
        String run = export.begin(new Kill.At(FaultPoint.AFTER_RUN_FILE, 2, 0))
                .kill()
                .logged("start", "run");
        Set<Path> ofFirstWave = Set.copyOf(export.published());
        export.resume(new Kill.At(FaultPoint.AFTER_RENAME, 2, 0)).kill();
        assertThat(export.published()).hasSize(ofFirstWave.size() + 2);
        loseStaging();

        ExporterJar.Ended ended = recover("--yes").requireExit(0);

        assertThat(ended.out()).contains("run " + run + ": finished");
        assertThat(export.published()).containsExactlyInAnyOrderElementsOf(ofFirstWave);
        long end = Pattern.compile("run " + run + ": (\\d+)-\\d+ was not exported; export it anew")
                .matcher(ended.out())
                .results()
                .mapToLong(missing -> Long.parseLong(missing.group(1)))
                .min()
                .orElseThrow(() -> new AssertionError(ended.out()));
        assertThat(end).isGreaterThan(InterruptedExport.FIRST);
        export.tables().requireRowsOf(larger, InterruptedExport.FIRST, end - 1);
        export.tables().requireNothingElse();
        Files.createDirectories(directory.resolve("staging"));
        export.fresh().requireExit(0);
        export.tables().requireRowsOf(larger, InterruptedExport.FIRST, InterruptedExport.LAST);
        export.tables().requireNothingElse();
    }

    @Test
    void aRunThatHadPublishedNothingIsDroppedWithItsStaging() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin()
                .await(() -> !export.staged("tags_").isEmpty())
                .kill()
                .logged("start", "run");
        loseJobRepository();

        assertThat(export.run("--resume").requireExit(1).err()).contains(run, "exporter recover");
        assertThat(recover("--yes").requireExit(0).out()).contains("drop: run " + run, "removed");

        assertThat(export.runFolders()).isEmpty();
        export.fresh().requireExit(0);
        export.requireComplete();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_SWEEP", "MID_DELETE"})
    void aRunThatHadCommittedEverythingIsDroppedWithItsStaging(FaultPoint boundary) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(boundary).kill().logged("start", "run");
        loseJobRepository();

        assertThat(export.fresh().requireExit(1).err()).contains(run, "exporter recover");
        assertThat(recover("--yes").requireExit(0).out())
                .contains("drop: run " + run, "it has committed everything", "removed");

        export.requireComplete();
        export.fresh().requireExit(0);
        export.tables().requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.LAST);
        export.tables().requireNothingElse();
    }

    /** On a disk that is not there for now, and then as on another machine. */
    @Test
    void whatARunNeedsWhoseStagingIsElsewhereStaysUnlessItIsNamed() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        String run = export.begin(FaultPoint.AFTER_CHECKPOINT).kill().logged("start", "run");
        Path pin = directory.resolve("warehouse/.exporter/pins/" + run + ".json");
        Path staging = directory.resolve("staging");
        Path elsewhere = Files.move(staging, directory.resolve("elsewhere"));

        assertThat(recover("--yes").requireExit(0).out())
                .contains("leave: run " + run, staging + " of the machine ", "cannot be seen from here");
        Files.createDirectory(staging);
        String own = Files.readString(pin);
        Files.writeString(pin, own.replaceFirst("(\"host\" ?: ?\")[^\"]*", "$1thirteen"));
        assertThat(recover("--yes").requireExit(0).out()).contains("leave: run " + run, "the machine thirteen");
        assertThat(pin).exists();

        assertThat(recover("--yes", "--run=" + run).requireExit(0).out())
                .contains("drop: run " + run, "nothing is kept for it any more");
        assertThat(pin).doesNotExist();
        Files.delete(staging);
        Files.move(elsewhere, staging);
        export.run("--resume").requireExit(0);
        export.requireComplete();
    }

    @Test
    void aRunThatHadOnlyToBeNotedAsDoneIsDoneByResuming() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        export.fresh().requireExit(0);
        // As a kill leaves it after the last deed of sweep, and before that is saved.
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("staging/jobs.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'EXECUTING',"
                    + " END_TIME = NULL WHERE STEP_NAME = 'sweep'");
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            statement.execute(
                    "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'UNKNOWN', END_TIME = NULL");
        }

        ExporterJar.Ended ended = export.run("--resume", "--json").requireExit(0);

        assertThat(ended.err()).contains("had committed everything; it is done");
        assertThat(ended.out())
                .contains("\"status\":\"done\"", "\"frozenEnd\":" + InterruptedExport.LAST, "\"name\":\"blocks\"");
        export.requireComplete();
        assertThat(export.run("--resume", "--heightPartitionSize=250")
                        .requireExit(0)
                        .err())
                .contains("no interrupted run");
    }

    /** Of which there is a file in the warehouse. */
    private String onlyRun() throws IOException {
        List<Path> files = LeftBehind.filesBelow(directory.resolve("warehouse/.exporter/runs"));
        assertThat(files).hasSize(1);
        return files.get(0).getFileName().toString().replace(".json", "");
    }

    private void loseJobRepository() throws IOException {
        for (String file : List.of("jobs.db", "jobs.db-wal", "jobs.db-shm")) {
            Files.deleteIfExists(directory.resolve("staging").resolve(file));
        }
    }

    private void loseStaging() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("staging"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private ExporterJar.Ended recover(String... options) throws Exception {
        return new ExporterHere(directory).run(List.of("recover"), options);
    }
}
