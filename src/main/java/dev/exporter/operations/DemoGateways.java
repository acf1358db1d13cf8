package dev.exporter.operations;

import dev.exporter.demo.DemoGateway;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** Makes gateways to try exports on. */
public final class DemoGateways {
    private DemoGateways() {}

    /**
     * Checks what {@link #create} is going to be asked for.
     *
     * @throws dev.exporter.plan.ExporterException refused, if a number is too small
     */
    public static void check(long firstHeight, int blocks, int transactions, long seed) {
        settings(firstHeight, blocks, transactions, seed);
    }

    private static DemoGateway.Settings settings(long firstHeight, int blocks, int transactions, long seed) {
        return new DemoGateway.Settings(firstHeight, blocks, transactions, seed, Set.of());
    }

    /**
     * Makes a gateway in a directory, which is created where it is missing; one that an earlier demo made there is
     * replaced. The same numbers make the same gateway.
     *
     * @param firstHeight its first block height
     * @param transactions layer-1 transactions and data items together
     * @param progress hears how many of them are made
     * @return the path of each database by its name in the dataset
     */
    public static Map<String, Path> create(
            Path directory, long firstHeight, int blocks, int transactions, long seed, LongConsumer progress) {
        DemoGateway.Paths paths = DemoGateway.create(
                directory, settings(firstHeight, blocks, transactions, seed), (made, of) -> progress.accept(made));
        return Map.of("core", paths.coreDb(), "bundles", paths.bundlesDb());
    }
}
