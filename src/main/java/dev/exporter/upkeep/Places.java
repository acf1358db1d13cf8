package dev.exporter.upkeep;

import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is anything at the places that a command is given. A slip in a path is not to look like a tidy place. */
public final class Places {
    private Places() {}

    /**
     * Refuses places of which none exists.
     *
     * @throws ExporterException refused, naming both
     */
    public static void requireAny(Path warehouse, Path staging) {
        if (!Files.isDirectory(warehouse) && !Files.isDirectory(staging)) {
            throw ExporterException.refused(
                    "nothing-there",
                    "there is neither a warehouse at " + warehouse + " nor a staging directory at " + staging,
                    "--warehouseDir, --stagingDir",
                    "Give the directories that exports were given");
        }
    }

    /**
     * Refuses a warehouse that does not exist.
     *
     * @throws ExporterException refused, naming it
     */
    static void requireWarehouse(Path warehouse) {
        if (!Files.isDirectory(warehouse)) {
            throw ExporterException.refused(
                    "no-warehouse",
                    "there is no warehouse at " + warehouse,
                    "--warehouseDir",
                    "Give the directory that exports were given");
        }
    }
}
