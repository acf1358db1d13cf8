package dev.exporter.run.planning.access;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import java.util.List;

/**
 * What the rows of waves take in the engine, in bytes. A row that is loaded takes about its space in SQLite's file, and
 * as much again where it is the range's: what is made of it, sorted.
 *
 * @param whole what each wave loads, however few partitions it has: a scan of a table that has no range key takes all
 *     rows
 * @param shared what the waves load together, each the part that is its partitions'
 */
record LoadedBytes(long whole, long shared) {
    /** Of tables as they are marked; nothing where none is scanned, as partitions are then read one by one. */
    static LoadedBytes of(Dataset dataset, List<SourceForecast> sources) {
        if (sources.stream().noneMatch(SourceForecast::scanned)) {
            return new LoadedBytes(0, 0);
        }
        long whole = 0;
        long shared = 0;
        for (SourceForecast source : sources) {
            boolean isWhole =
                    source.scanned() && !(dataset.source(source.source()).read() instanceof SourceTable.ByRange);
            whole += isWhole ? source.bytes() : 0;
            shared += (isWhole ? 1 : 2) * source.neededBytes();
        }
        return new LoadedBytes(whole, shared);
    }

    /** Of all rows in one wave. */
    long all() {
        return whole + shared;
    }

    /** Of one of so many waves. */
    long wave(int waves) {
        return whole + shared / waves;
    }
}
