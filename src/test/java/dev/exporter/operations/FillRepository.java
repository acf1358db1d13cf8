package dev.exporter.operations;

import dev.exporter.run.repository.JobStoreAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a job repository of 200 past executions and one of 2,000 partitions, for {@code bench/pages/run}. */
final class FillRepository {
    private FillRepository() {}

    /** @param arguments the staging directory and the warehouse */
    public static void main(String[] arguments) {
        Path staging = Path.of(arguments[0]).toAbsolutePath();
        Path warehouse = Path.of(arguments[1]).toAbsolutePath();
        JobStoreAddress address = JobStoreAddress.parse("sqlite", staging, Optional.empty());
        try (FilledRepository filled = new FilledRepository(address, warehouse, staging)) {
            filled.past(200, 4);
            filled.running(10_000_000, 2_000, 1_300);
        }
    }
}
