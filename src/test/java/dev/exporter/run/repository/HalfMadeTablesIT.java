package dev.exporter.run.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.core.io.ClassPathResource;

/** A process that dies while it makes the tables of an H2 repository leaves some of them. */
class HalfMadeTablesIT {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "after {0} statements")
    @ValueSource(ints = {0, 1, 2, 5, 6, 8, 9})
    void tablesOfWhichSomeAreMissingAreMadeComplete(int made) throws Exception {
        JobStoreAddress address = JobStoreAddress.parse("h2", directory, Optional.empty());
        make(address, statements().subList(0, made));

        assertThat(RunHistory.unfinished(address)).isEmpty();
        try (JobStore store = JobStore.open(address, 1)) {
            assertThat(store.operator()
                            .start(EmptyJob.of(store), new JobParameters())
                            .getStatus())
                    .isEqualTo(BatchStatus.COMPLETED);
        }
    }

    private static void make(JobStoreAddress address, List<String> statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(address.url(), "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Spring Batch's own script, which has no semicolon within a statement. */
    private static List<String> statements() throws Exception {
        try (InputStream script =
                new ClassPathResource("org/springframework/batch/core/schema-h2.sql").getInputStream()) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.replaceAll("--.*", "").split(";", -1))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        }
    }
}
