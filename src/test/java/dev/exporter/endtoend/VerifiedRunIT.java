package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports with {@code --verify} of which the source changes between the last commit and the check. */
@Timeout(900)
class VerifiedRunIT {
    @TempDir
    Path directory;

    private SourceGateway gateway;
    private InterruptedExport export;

    @BeforeEach
    void exportWhatDiffers() throws Exception {
        gateway = InterruptedExport.gateway(directory.resolve("gateway"));
        export = new InterruptedExport(directory, gateway, "--verify");
        ExporterJar.Running running = export.begin(new Kill.At(FaultPoint.BETWEEN_TABLES, 3, 0));
        gateway.change(
                "bundles",
                "UPDATE stable_data_items SET data_size = data_size + 1"
                        + " WHERE id = (SELECT max(id) FROM stable_data_items)");
        assertThat(running.letGoOn().ended().requireExit(3).err()).contains("staging is kept");
        assertThat(export.runFolders()).hasSize(1);
    }

    @Test
    void aRunThatDiffersIsAskedOnceMoreAndThenOver() throws Exception {
        assertThat(export.run("--resume").requireExit(3).err()).contains("The run is over");
        assertThat(export.runFolders()).isEmpty();

        assertThat(export.run("--resume", "--heightPartitionSize=250", "--maxFileRows=1000")
                        .requireExit(0)
                        .err())
                .contains("no interrupted run");

        requireRows();
    }

    @Test
    void whereTheSourceIsAsItWasARunThatDifferedIsDone() throws Exception {
        gateway.change(
                "bundles",
                "UPDATE stable_data_items SET data_size = data_size - 1"
                        + " WHERE id = (SELECT max(id) FROM stable_data_items)");

        assertThat(export.run("--resume").requireExit(0).err()).contains("had committed everything; it is done");

        requireRows();
        assertThat(firstJob()).startsWith("COMPLETED COMPLETED");
    }

    @Test
    void thatItDifferedStaysKnownWhenAnotherRunFollows() throws Exception {
        export.run("--heightPartitionSize=250", "--maxFileRows=1000").requireExit(0);

        requireRows();
        assertThat(firstJob()).startsWith("ABANDONED FAILED").contains("tables-differ: ");
    }

    private void requireRows() throws Exception {
        export.tables().requireRowsOf(gateway, InterruptedExport.FIRST, InterruptedExport.LAST);
        assertThat(directory.resolve("warehouse/.exporter/runs")).isEmptyDirectory();
        assertThat(export.runFolders()).isEmpty();
    }

    /** Status, exit code and exit message of the first run's job, as the job repository has them. */
    private String firstJob() throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("staging/jobs.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT STATUS || ' ' || EXIT_CODE || ' ' || EXIT_MESSAGE"
                        + " FROM BATCH_JOB_EXECUTION ORDER BY JOB_EXECUTION_ID LIMIT 1")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
