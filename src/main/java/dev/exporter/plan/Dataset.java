package dev.exporter.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tables come from which SQL: data, not code. Immutable.
 *
 * @param version raised whenever the definition changes what is written
 * @param range the key that partitions every table
 * @param databases in the order in which they are pinned for reading
 * @param options options of the dataset itself, with their defaults
 * @param sources in the order in which they are read: parents before children, dictionaries last
 * @param prepared tables made of the sources for the SQL of output tables, in the order in which they are made
 * @param tables in the order in which they are committed; the last one's commit completes a range
 * @param faults questions asked of the rows that were read
 * @param identity the column that tells one chain or gateway from another
 * @param verification how the tables are held against the source
 * @param origin where the definition was read from, for logs
 * @param sha256 the SHA-256 of the definition and its SQL files, in hex
 */
public record Dataset(
        String name,
        int version,
        RangeKey range,
        List<Database> databases,
        List<Option> options,
        List<SourceTable> sources,
        List<PreparedTable> prepared,
        List<TableSpec> tables,
        List<FaultCheck> faults,
        @Nullable Identity identity,
        Verification verification,
        String origin,
        String sha256) {
    public Dataset {
        databases = List.copyOf(databases);
        options = List.copyOf(options);
        sources = List.copyOf(sources);
        prepared = List.copyOf(prepared);
        tables = List.copyOf(tables);
        faults = List.copyOf(faults);
    }

    /**
     * The range key.
     *
     * @param column its name in every output table; a required long
     * @param unit what one step of it is called in messages, for example {@code block}
     * @param of the source table whose highest key is the newest one that is complete ("latest")
     * @param startOption the command-line option for the first key, in camel case without dashes
     * @param endOption the command-line option for the last key
     * @param partitionSizeOption the command-line option for the number of keys in a partition
     */
    public record RangeKey(
            String column, String unit, String of, String startOption, String endOption, String partitionSizeOption) {}

    /**
     * A source database.
     *
     * @param option the command-line option that gives its path
     * @param path the path taken without that option
     */
    public record Database(String name, String option, String path) {}

    /**
     * An option of the dataset.
     *
     * @param values the accepted values; {@code [true, false]} makes it a flag
     * @param value the default
     * @param scope whether it decides what the tables mean, so that a table keeps the value it was made with
     */
    public record Option(String name, List<String> values, String value, boolean scope, String description) {
        public Option {
            values = List.copyOf(values);
        }

        public boolean isFlag() {
            return values.equals(List.of("true", "false"));
        }
    }

    /**
     * A table that the SQL of several output tables builds on.
     *
     * @param sql a SELECT in DuckDB's dialect over source tables and earlier prepared ones
     * @param sort column names; the table's {@code rowid} counts its rows in this order, ascending, nulls first
     */
    public record PreparedTable(String name, String sql, List<String> sort) {
        public PreparedTable {
            sort = List.copyOf(sort);
        }
    }

    /**
     * A question to the rows that were read: a SELECT in DuckDB's dialect over source tables, prepared ones and output
     * tables with their working columns, named {@code "output <table>"}, which gives a row for each fault:
     * {@code key} (the range key) and {@code example} (the fault, for people).
     *
     * @param message what a fault is, for people
     * @param fatalOption the dataset option that decides whether a fault stops the partition
     * @param fatalValue the value of that option which makes it do so
     * @param recount whether a fault is that a row has another number of children than it says. Its rows then also have
     *     {@code source} (the children's source table), {@code parent} (what names the row) and {@code found} (the
     *     number), so that the children can be counted again
     */
    public record FaultCheck(
            String name, String sql, String message, String fatalOption, String fatalValue, boolean recount) {}

    /**
     * {@code column} of {@code table} differs between two chains or gateways at the same range key.
     *
     * @param chain how rows at consecutive keys hang together; null where they do not
     */
    public record Identity(
            String table,
            String column,
            String source,
            @Nullable Chain chain) {}

    /**
     * A row's {@code previous} is the identity of the row at the key before.
     *
     * @param fatalOption the dataset option that decides whether a broken chain stops the run
     * @param fatalValue the value of that option which makes it do so
     */
    public record Chain(String previous, String fatalOption, String fatalValue) {}

    public TableSpec table(String tableName) {
        return tables.stream()
                .filter(table -> table.name().equals(tableName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("dataset " + name + " has no table " + tableName));
    }

    public SourceTable source(String sourceName) {
        return sources.stream()
                .filter(source -> source.name().equals(sourceName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("dataset " + name + " has no source " + sourceName));
    }

    /** Whether {@code source} is read under these values of the dataset's options. */
    public boolean reads(SourceTable source, Map<String, String> values) {
        return source.when().isEmpty() || source.when().stream().anyMatch(option -> "true".equals(values.get(option)));
    }
}
