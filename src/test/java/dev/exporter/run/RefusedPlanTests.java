package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of the real pair, which has blocks 1 to 200 and 982575, refuses without leaving a trace. */
class RefusedPlanTests {
    private static final Dataset DATASET = DatasetReader.read("ario");

    @TempDir
    private Path directory;

    private RealGateway gateway;

    @BeforeEach
    void copyTheRealPair() throws IOException {
        gateway = RealGateway.copiedTo(directory);
    }

    @Test
    void aRangeInAGapOfTheSourceIsRefusedWithWhatItHolds() throws IOException {
        Problem problem = refused(300, 400, "staging", "warehouse");

        assertThat(problem.code()).isEqualTo("range-not-in-source");
        assertThat(problem.message()).isEqualTo("the source holds no block of the range 300-400; it holds 1 to 982575");
    }

    @Test
    void aSourceWithoutBlocksIsRefusedWithTheDatabaseThatShouldHoldThem() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("core.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM stable_blocks");
        }

        Problem problem = refused(1, 200, "staging", "warehouse");

        assertThat(problem.code()).isEqualTo("source-empty");
        assertThat(problem.remedy()).isEqualTo("Check the path of the database core, or wait until it holds some");
    }

    @Test
    void aLinkToNowhereIsNoStagingDirectory() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("absent"));

        assertThat(refused(1, 200, "link", "warehouse").code()).isEqualTo("directory-not-writable");
    }

    @Test
    void aLinkToNowhereIsNoWarehouse() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("absent"));

        assertThat(refused(1, 200, "staging", "link/below").code()).isEqualTo("directory-not-writable");
    }

    @Test
    void stagingIsNotAmongTheTables() throws IOException {
        assertThat(refused(1, 200, "warehouse", "warehouse").code()).isEqualTo("staging-in-warehouse");
        assertThat(refused(1, 200, "warehouse/blocks", "warehouse").code()).isEqualTo("staging-in-warehouse");
    }

    private Problem refused(long start, long end, String staging, String warehouse) throws IOException {
        List<Path> before = everything();
        ExportRequest request = gateway.request(start, end, Map.of(), staging, warehouse);
        ExporterException refusal = catchThrowableOfType(
                ExporterException.class,
                () -> new ExportRuns(Clock.systemUTC(), Optional.empty(), (dataset, asked, range, progress) -> {})
                        .run(DATASET, request, Set.of(), new Unheard()));

        assertThat(refusal).isNotNull();
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(everything()).isEqualTo(before);
        return refusal.problem();
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted().toList();
        }
    }

    /** Nothing is said before a run begins. */
    private static final class Unheard implements ProgressListener {
        @Override
        public void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {
            throw new AssertionError("planned");
        }

        @Override
        public void loading(long bytes, long expected) {
            throw new AssertionError("loading");
        }

        @Override
        public void reading(KeyRange partition, long sourceRows) {
            throw new AssertionError("reading");
        }

        @Override
        public void sorted(KeyRange partition, long rows) {
            throw new AssertionError("sorted");
        }

        @Override
        public void fileWritten(KeyRange partition, String table, long rows, long bytes) {
            throw new AssertionError("fileWritten");
        }

        @Override
        public void partitionDone(KeyRange partition) {
            throw new AssertionError("partitionDone");
        }

        @Override
        public void stage(String name) {
            throw new AssertionError(name);
        }

        @Override
        public void warning(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void information(String message) {
            throw new AssertionError(message);
        }
    }
}
