package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.run.repository.EmptyJob;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/** Kills and resumes with each job repository, and one that several processes use at once. */
@Timeout(900)
class JobRepositoriesIT extends GatewayCase {
    private static final int AT_ONCE = 4;

    @Test
    void aKilledExportGoesOnFromAnH2Repository() throws Exception {
        requireThatAKilledExportGoesOn("h2");
        assertThat(directory.resolve("staging/jobs.mv.db")).exists();
        assertThat(directory.resolve("staging/jobs.db")).doesNotExist();
    }

    @Test
    void aKilledExportGoesOnFromAPostgresRepository() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            requireThatAKilledExportGoesOn(server.url());
        }
        assertThat(directory.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void aPasswordThatARepositoryAsksForIsNotInIt() throws Exception {
        String secret = "s3cret-of-the-job-repository";
        Path passwordFile = Files.writeString(directory.resolve("password.txt"), secret);
        try (PostgresServer server = PostgresServer.start()) {
            server.requirePassword(secret);
            InterruptedExport export = new InterruptedExport(
                    directory, gateway, "--jobRepository=" + server.url(), "--passwordFile=" + passwordFile);
            Files.writeString(passwordFile, "another");
            assertThat(export.run().requireExit(1).err()).contains("password").doesNotContain(secret);
            Files.writeString(passwordFile, secret);
            export.run().requireExit(0);

            List<String> rows = rowsOfAllTables(server.url() + "&password=" + secret);
            assertThat(rows).as("the job's parameters").anyMatch(row -> row.contains(",run,"));
            assertThat(rows).noneMatch(row -> row.contains(secret));
        }
    }

    private static List<String> rowsOfAllTables(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            for (String table : texts(
                    statement, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
                rows.addAll(texts(statement, "SELECT t::text FROM " + table + " t"));
            }
            return rows;
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Postgres refuses one of two serializable transactions that read what the other one writes. */
    @Test
    void aPostgresRepositoryTakesManyRunsAtOnce() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                JobStore store =
                        JobStore.open(JobStoreAddress.parse(server.url(), directory, Optional.empty()), AT_ONCE)) {
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            List<Future<JobExecution>> runs = new ArrayList<>();
            for (int run = 0; run < 25 * AT_ONCE; run++) {
                JobParameters parameters = new JobParametersBuilder()
                        .addString("run", Integer.toString(run))
                        .toJobParameters();
                runs.add(threads.submit(() -> store.operator().start(EmptyJob.of(store), parameters)));
            }
            threads.shutdown();
            for (Future<JobExecution> run : runs) {
                assertThat(run.get().getStatus()).isEqualTo(BatchStatus.COMPLETED);
            }
        }
    }

    private void requireThatAKilledExportGoesOn(String repository) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway, "--jobRepository=" + repository);

        String run = export.begin()
                .await(() -> export.staged("blocks_").size() >= 3)
                .kill()
                .logged("start", "run");
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);

        assertThat(resumed.logged("resume", "run")).isEqualTo(run);
        assertThat(resumed.logged("resume", "partitions")).isNotEqualTo("0/8");
        export.requireComplete();
    }

    @Test
    void twoProcessesExportDifferentRangesAtOnce() throws Exception {
        ExporterJar jar = ExporterJar.launched(directory);

        ExporterJar.Running lower = jar.start(range(InterruptedExport.FIRST, 1_400_999));
        ExporterJar.Running upper = jar.start(range(1_401_000, InterruptedExport.LAST));
        lower.ended().requireExit(0);
        upper.ended().requireExit(0);

        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        tables.requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.LAST);
        tables.requireNothingElse();
        for (String name : ExportedTables.NAMES) {
            assertThat(tables.table(name).snapshots()).as(name).hasSize(2);
        }
    }

    private static List<String> range(long first, long last) {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + first, "--endHeight=" + last, "--heightPartitionSize=250"));
        return options;
    }
}
