package dev.exporter.transform.sql;

import dev.exporter.plan.Codec;
import java.util.Map;

/**
 * How rows are written as Parquet.
 *
 * @param rowGroupRows rows in a row group; DuckDB rounds it up to its vector size of 2,048
 * @param metadata the file's own key-value metadata
 */
public record ParquetForm(Codec.Compression compression, long rowGroupRows, Map<String, String> metadata) {
    /**
     * The zstd level taken when none is asked for: on sorted tags and transactions it is the fastest and, with the
     * dictionaries that Parquet has built before, no larger than 3.
     */
    static final int DEFAULT_ZSTD_LEVEL = 1;

    public ParquetForm {
        metadata = Map.copyOf(metadata);
    }
}
