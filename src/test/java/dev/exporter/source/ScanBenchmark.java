package dev.exporter.source;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Measures scans of a gateway's tables into Arrow batches, one thread, warm: rows a second of processor time and of the
 * clock. Arguments: the directory of the two databases, and how many rounds; then perhaps the tables.
 */
final class ScanBenchmark {
    private ScanBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        GatewayFixture gateway = GatewayFixture.at(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        List<String> tables = arguments.length > 2
                ? List.of(arguments).subList(2, arguments.length)
                : List.of("data_items", "item_tags", "item_tag_values", "item_wallets", "l1_transactions", "blocks");
        for (String name : tables) {
            SourceTable table = GatewayFixture.DATASET.source(name);
            for (Reader reader : List.of(Reader.PAGES, Reader.JDBC)) {
                try (SourceDatabases source = gateway.open(Map.of("includeL1Transactions", "true"), reader);
                        SourceSnapshot snapshot = source.pin()) {
                    measure(snapshot, table, reader, reader == Reader.PAGES ? rounds : Math.min(rounds, 3));
                }
            }
        }
    }

    private static void measure(SourceSnapshot snapshot, SourceTable table, Reader reader, int rounds)
            throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<Double> ofProcessor = new ArrayList<>();
        List<Double> ofClock = new ArrayList<>();
        long rows = 0;
        for (int round = 0; round < rounds; round++) {
            long processor = threads.getCurrentThreadCpuTime();
            long clock = System.nanoTime();
            rows = rows(snapshot, table);
            ofProcessor.add(rows * 1e9 / (threads.getCurrentThreadCpuTime() - processor));
            ofClock.add(rows * 1e9 / (System.nanoTime() - clock));
        }
        System.out.printf(
                Locale.ROOT,
                "%-16s %-5s %,10d rows  rows/s of processor %,11.0f (best %,11.0f)  of clock %,11.0f (best %,11.0f)%n",
                table.name(),
                reader,
                rows,
                median(ofProcessor),
                Collections.max(ofProcessor),
                median(ofClock),
                Collections.max(ofClock));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long rows(SourceSnapshot snapshot, SourceTable table) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                SourceReader reader = snapshot.scan(table, new KeyRange(0, Long.MAX_VALUE), Slice.ALL, allocator)) {
            while (reader.loadNextBatch()) {}
            return reader.rowsRead();
        }
    }
}
