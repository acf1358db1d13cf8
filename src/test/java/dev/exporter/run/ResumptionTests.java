package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTests {
    private static final Dataset DATASET = DatasetReader.read("ario");

    @TempDir
    private Path directory;

    private RunPlan plan;

    @BeforeEach
    void planWithoutAPartitionSize() throws IOException {
        RealGateway.copiedTo(directory);
        Files.createDirectory(directory.resolve("staging"));
        plan = new ExportRuns(Clock.systemUTC(), Optional.empty(), (dataset, asked, range, progress) -> {})
                .plan(DATASET, asked("staging"))
                .plan();
    }

    @Test
    void aRunsFilesAreNotLookedForInAnotherStagingDirectory() {
        ExporterException refusal = catchThrowableOfType(
                ExporterException.class, () -> Resumption.merge(DATASET, asked("other"), plan, Set.of("stagingDir")));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refusal.problem().message())
                .contains("--stagingDir " + directory.resolve("other"), "the run has " + directory.resolve("staging"));
        assertThat(Resumption.merge(DATASET, asked("other"), plan, Set.of())
                        .place()
                        .staging())
                .isEqualTo(directory.resolve("staging"));
    }

    @Test
    void aLinkToARunsStagingDirectoryIsTheSameOne() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("staging"));

        assertThat(Resumption.merge(DATASET, asked("link"), plan, Set.of("stagingDir"))
                        .place()
                        .staging())
                .isEqualTo(directory.resolve("staging"));
    }

    @Test
    void thePartitionSizeThatARunHasWithoutBeingToldMayBeGiven() {
        Set<String> given = Set.of("heightPartitionSize");

        assertThat(Resumption.merge(DATASET, sized(plan.partitionSize()), plan, given)
                        .partitionSize())
                .isEmpty();
        assertThat(catchThrowableOfType(ExporterException.class, () -> Resumption.merge(DATASET, sized(7), plan, given))
                        .problem()
                        .message())
                .contains("--heightPartitionSize 7 (the run has " + plan.partitionSize() + ")");
    }

    private ExportRequest asked(String staging) {
        return new RealGateway(directory).request(1, 200, Map.of(), staging, "warehouse");
    }

    private ExportRequest sized(long partitionSize) {
        ExportRequest asked = asked("staging");
        return new ExportRequest(
                asked.dataset(),
                asked.start(),
                asked.end(),
                OptionalLong.of(partitionSize),
                asked.databases(),
                asked.options(),
                asked.output(),
                asked.place(),
                asked.limits(),
                asked.onInterrupted(),
                asked.onScope());
    }
}
