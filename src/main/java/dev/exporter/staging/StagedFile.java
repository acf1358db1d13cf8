package dev.exporter.staging;

import dev.exporter.plan.DataFileName;
import java.nio.file.Path;

/**
 * A complete, durable Parquet file in staging.
 *
 * @param name its name, in staging as in the warehouse
 * @param path where it lies in staging
 * @param sha256 of its bytes, in hex
 */
public record StagedFile(DataFileName name, Path path, long rows, long bytes, String sha256) {}
