package dev.exporter.operations;

import dev.exporter.operations.FilledRepository.Made;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.repository.JobStoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Fills job repositories for {@code bench/pages/run}. */
final class FillRepository {
    private FillRepository() {}

    /**
     * {@code past} adds so many past runs. {@code running} adds a run of so many partitions, two thirds of which are done, and
     * is its process until standard input ends.
     *
     * @param arguments {@code past} or {@code running}, the staging directory, the warehouse, and how many
     */
    public static void main(String[] arguments) throws IOException {
        Path staging = Path.of(arguments[1]).toAbsolutePath();
        Path warehouse = Path.of(arguments[2]).toAbsolutePath();
        int number = Integer.parseInt(arguments[3]);
        JobStoreAddress address = JobStoreAddress.parse("sqlite", staging, Optional.empty());
        try (FilledRepository filled = new FilledRepository(address, warehouse, staging)) {
            if (arguments[0].equals("past")) {
                filled.past(number, 4);
            } else {
                beTheProcessOf(filled.running(10_000_000, number, number * 2 / 3), warehouse);
            }
        }
    }

    private static void beTheProcessOf(Made run, Path warehouse) throws IOException {
        try (RangeHold held = Holders.of(warehouse).take(run.aligned(), run.run())) {
            held.requireHeld();
            System.out.println("under way");
            while (System.in.read() >= 0) {
                // whoever started this closes it when it has seen enough
            }
        }
    }
}
