package dev.exporter.source;

import dev.exporter.operations.DemoGateways;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows of a made gateway's tables to Arrow batches, by index, on one thread: rows a second stand in {@code :rows}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SourceRowsBenchmark {
    private static final long FIRST = 1_600_000;
    private static final int BLOCKS = 100;
    private static final int TRANSACTIONS = 20_000;

    @Param({"data_items", "item_tags"})
    public String table;

    private final Dataset dataset = DatasetReader.read("ario");
    private final BufferAllocator allocator = new RootAllocator();
    private final KeyRange range = new KeyRange(FIRST, FIRST + BLOCKS - 1);
    private Path directory;
    private SourceDatabases databases;
    private SourceTable source;

    /** Rows that were read. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counted {
        public long rows;
    }

    @Setup
    public void makeGateway() throws IOException {
        directory = Files.createTempDirectory("source-rows");
        Map<String, Path> paths = DemoGateways.create(directory, FIRST, BLOCKS, TRANSACTIONS, 1, made -> {});
        databases = SourceDatabases.open(
                dataset,
                Map.of("includeL1Transactions", "true", "includeL1Tags", "true"),
                paths,
                Duration.ofSeconds(1),
                Reader.AUTO);
        source = dataset.sources().stream()
                .filter(one -> one.name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    @TearDown
    public void removeGateway() throws IOException {
        databases.close();
        allocator.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public void byIndex(Counted counted) throws IOException {
        try (SourceSnapshot snapshot = databases.pin();
                ArrowReader reader = snapshot.read(source, range, allocator)) {
            while (reader.loadNextBatch()) {
                counted.rows += reader.getVectorSchemaRoot().getRowCount();
            }
        }
    }
}
