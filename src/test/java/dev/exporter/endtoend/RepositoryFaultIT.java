package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.step.StepExecution;

/** What a run makes of a job repository that lacks or contradicts what it should hold. */
@Timeout(900)
class RepositoryFaultIT {
    @TempDir
    static Path shared;

    static GatewayRows source;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() throws Exception {
        source = KilledExport.gateway(shared.resolve("gateway"), 8);
    }

    @Test
    void nothingIsPublishedWhereAPartitionOfThePlanIsUnknown() throws Exception {
        KilledExport export = killedAt(FaultPoint.AFTER_RUN_FILE);
        String partition = "export-0001:" + KilledExport.FIRST + "-" + (KilledExport.FIRST + 99);
        String steps = "(SELECT step_execution_id FROM batch_step_execution WHERE step_name = ?)";
        change("DELETE FROM batch_step_execution_context WHERE step_execution_id IN " + steps, partition);
        change("DELETE FROM batch_step_execution WHERE step_name = ?", partition);

        ExporterJar.Ended ended = export.ended().requireExit(1);

        assertThat(ended.err()).contains("was not exported", "--fresh");
        assertThat(new ExportedTables(export.warehouse()).exist()).isFalse();
    }

    @Test
    void nothingIsCommittedWhereFilesHoldAnotherNumberOfRowsThanWereRead() throws Exception {
        KilledExport export = killedAt(FaultPoint.AFTER_INVENTORY);
        try (JobStore store = JobStore.open(address(), 1)) {
            StepExecution partition = steps(store).stream()
                    .filter(step -> step.getStepName().contains(":"))
                    .findFirst()
                    .orElseThrow();
            String progress = partition.getExecutionContext().getString("exporter.progress");
            String fewer = progress.replaceFirst("\"rows\":(\\d+),\"bytes\"", "\"rows\":1,\"bytes\"");
            assertThat(fewer).isNotEqualTo(progress);
            partition.getExecutionContext().putString("exporter.progress", fewer);
            store.repository().updateExecutionContext(partition);
        }

        ExporterJar.Ended ended = export.ended().requireExit(1);

        assertThat(ended.err()).contains("rows in its files, but").contains("are to be");
        assertThat(new ExportedTables(export.warehouse()).exist()).isFalse();
    }

    @Test
    void anotherProcessThatAsksTheRepositoryAllTheTimeDisturbsNothing() throws Exception {
        Process asker = RepositoryAsker.start(directory);
        KilledExport export = new KilledExport(Files.createDirectory(directory.resolve("one")), source, List.of());
        assertThat(export.killed(Kill.At.first(FaultPoint.BETWEEN_PARTITIONS))).isTrue();

        export.finish();

        assertThat(RepositoryAsker.answers(asker)).isPositive();
    }

    @Test
    void partitionsUnderWayAreStoppedAndWaitedForWhereOthersCannotEvenBegin() throws Exception {
        SmallRuns runs = new SmallRuns(directory, source.gateway());
        String first = "export-0001:" + KilledExport.FIRST + "-" + (KilledExport.FIRST + 99);
        Files.createDirectories(directory.resolve("staging"));
        JobStore.open(address(), 1).close();
        change("CREATE TRIGGER none_but_the_first BEFORE UPDATE ON batch_step_execution"
                + " WHEN NEW.step_name LIKE 'export-0001:%' AND NEW.step_name <> '" + first + "'"
                + " BEGIN SELECT RAISE(ABORT, 'no other partition'); END");

        // The first has so many files that it cannot be done before the others fail.
        ExporterJar.Ended ended = runs.export(0, 5, "--heightPartitionSize=100", "--maxFileRows=25", "--parallelism=2")
                .requireExit(1);

        assertThat(exportThreadsAtWork()).isEmpty();
        assertThat(ended.err()).contains("no other partition").doesNotContain("event=partition", "Memory was leaked");
        assertThat(runs.tables().exist()).isFalse();
        change("DROP TRIGGER none_but_the_first");
        ExporterJar.Ended resumed = runs.export(0, 5, "--resume").requireExit(0);
        assertThat(resumed.logged("resume", "run")).isEqualTo(ended.logged("start", "run"));
        source.requireSameIn(runs.tables());
    }

    private static List<String> exportThreadsAtWork() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("export-"))
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.exporter.")))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    private KilledExport killedAt(FaultPoint point) throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of());
        assertThat(export.killed(Kill.At.first(point))).isTrue();
        return export;
    }

    private JobStoreAddress address() {
        return JobStoreAddress.parse("sqlite", directory.resolve("staging"), Optional.empty());
    }

    private List<StepExecution> steps(JobStore store) throws Exception {
        long execution = RunHistory.unfinished(address()).get(0).jobExecutionId();
        return List.copyOf(Objects.requireNonNull(store.repository().getJobExecution(execution))
                .getStepExecutions());
    }

    private void change(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("staging/jobs.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void change(String sql, String stepName) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("staging/jobs.db"));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, stepName);
            assertThat(statement.executeUpdate()).isPositive();
        }
    }
}
