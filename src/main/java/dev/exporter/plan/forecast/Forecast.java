package dev.exporter.plan.forecast;

import java.time.Duration;
import java.util.List;

/**
 * What a run is expected to do. Estimates from samples of the source: right to a factor of two, as a rule.
 *
 * @param sources that are read, in the order of the dataset
 * @param tables in the order of their commits
 * @param waves in which the work is done; each scans the scanned tables once
 * @param time on this machine, start-up included
 * @param spillBytes the most that lies in the staging directory at a time besides the files
 */
public record Forecast(
        List<SourceForecast> sources, List<TableForecast> tables, int waves, Duration time, long spillBytes) {
    public Forecast {
        sources = List.copyOf(sources);
        tables = List.copyOf(tables);
    }

    /** The size of all files, which lie in the staging directory until they are moved into the warehouse. */
    public long fileBytes() {
        return tables.stream().mapToLong(TableForecast::bytes).sum();
    }

    /**
     * A source table.
     *
     * @param rows that the range needs
     * @param allRows of the table
     * @param bytes that {@code allRows} take in the database
     * @param scanned whether it is read from end to end, not by index
     * @param reason why, for people
     */
    public record SourceForecast(
            String source, String table, long rows, long allRows, long bytes, boolean scanned, String reason) {
        /** What the rows that the range needs take in the database. */
        public long neededBytes() {
            return allRows == 0 ? 0 : Math.round((double) bytes / allRows * rows);
        }
    }

    /**
     * An output table.
     *
     * @param bytes of its files
     */
    public record TableForecast(String table, long rows, long files, long bytes) {}
}
