package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.rewrite.FileTarget;
import dev.exporter.run.rewrite.RewriteSpec;
import dev.exporter.run.rewrite.Rewriting;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a rewrite leaves that ends before its time. */
@Timeout(300)
class RewritingFaultIT {
    @TempDir
    Path directory;

    @Test
    void aTableThatCannotBeReadWhileAnotherIsRewrittenLeavesNothingAtWork() throws Exception {
        SourceGateway gateway =
                KilledExport.gateway(directory.resolve("gateway"), 12).gateway();
        new SmallRuns(directory, gateway).exportAll(1, 300);
        Warehouse warehouse = Warehouse.at(directory.resolve("warehouse"), Optional.empty(), "");
        Dataset dataset = DatasetReader.read("ario");
        List<TableSpec> tables = Stream.of("tags", "transactions")
                .map(name -> RewriteSpec.of(warehouse.table(name).orElseThrow(), dataset))
                .toList();
        List<KeyRange> partitions = List.copyOf(
                warehouse.table("tags").orElseThrow().liveByPartition().keySet());
        Files.writeString(directory.resolve("warehouse/transactions/metadata/v1.metadata.json"), "{");
        Rewriting.Settings settings = new Rewriting.Settings(
                directory.resolve("staging"), new FileTarget(1_000_000, 1L << 30), 2, 1L << 30, 100_000);

        assertThatThrownBy(() -> {
                    try (Rewriting rewriting = Rewriting.begin(warehouse, RunId.create(Instant.now()), settings)) {
                        rewriting.rewrite(partitions, tables);
                    }
                })
                .hasStackTraceContaining("v1.metadata.json");

        assertThat(Thread.getAllStackTraces().values().stream().flatMap(Stream::of))
                .noneMatch(frame -> frame.getClassName().startsWith(Rewriting.class.getPackageName()));
        assertThat(directory.resolve("staging")).isDirectoryNotContaining("glob:**/job-*");
    }
}
