package dev.exporter.plan.verification;

import dev.exporter.plan.ExportRequest.Only;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be verified, with every path absolute and every default filled in.
 *
 * @param start the first range key; empty means the first that was exported or that there is a file for. The partition
 *     around it is verified whole
 * @param end the last range key; empty means the last that was exported or that there is a file for
 * @param only empty: all partitions of that range
 * @param databases the path of each source database by its name in the dataset
 * @param place where the tables lie
 */
public record VerifyRequest(
        OptionalLong start,
        OptionalLong end,
        Optional<Only> only,
        Depth depth,
        Map<String, Path> databases,
        Place place,
        Limits limits) {
    public VerifyRequest {
        databases = Map.copyOf(databases);
    }

    /**
     * Where the tables lie.
     *
     * @param warehouseLocation the URI that table metadata records for the warehouse; empty means its file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     */
    public record Place(Path warehouse, Optional<String> warehouseLocation, String namespace) {}

    /**
     * Bounds of the work.
     *
     * @param parallelism partitions that are read at the same time
     * @param memoryBytes the memory of the SQL engine, for all partitions together
     * @param busyTimeout how long a locked source database is waited for
     */
    public record Limits(int parallelism, long memoryBytes, Duration busyTimeout) {}
}
