package dev.exporter.run.load;

import dev.exporter.plan.SourceCount;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.Session;
import dev.exporter.transform.SortedTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The rows of one partition: a sorted table of them for each output table. For one thread at a time. */
public final class SortedPartition implements AutoCloseable {
    private final Session session;
    private final Map<String, SortedTable> tables = new LinkedHashMap<>();
    private final Map<String, SortedTable> gained = new HashMap<>();
    private final Map<String, OldRowCount> oldRows = new HashMap<>();
    private final SourceCount count;
    private final Duration reading;

    /**
     * @param session becomes the partition's, which closes it
     * @param count how many rows of the source its rows are made of
     * @param reading how long it took to read them; zero where they were read with their wave
     */
    SortedPartition(Session session, SourceCount count, Duration reading) {
        this.session = session;
        this.count = count;
        this.reading = reading;
    }

    /** How long it took to read the rows of the source; zero where they were read with their wave. */
    public Duration reading() {
        return reading;
    }

    /** How many rows of the source its rows are made of. */
    public SourceCount count() {
        return count;
    }

    void add(TableSpec table, Function<Session, SortedTable> rows) {
        tables.put(table.name(), rows.apply(session));
    }

    /** Adds those of a table's rows that the warehouse does not hold, where it holds all others. */
    void addGained(TableSpec table, SortedTable rows) {
        gained.put(table.name(), rows);
    }

    /** Those of a table's rows that the warehouse does not hold, where it holds all others as they are. */
    public Optional<SortedTable> gained(String table) {
        return Optional.ofNullable(gained.get(table));
    }

    void note(TableSpec table, OldRowCount count) {
        oldRows.put(table.name(), count);
    }

    /** What became of rows that the table held and the source does not. */
    public OldRowCount oldRows(String table) {
        return oldRows.getOrDefault(table, OldRowCount.NONE);
    }

    /** In the order of the tables' commits. */
    public Collection<SortedTable> tables() {
        return tables.values();
    }

    public SortedTable table(String name) {
        SortedTable table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("no table " + name);
        }
        return table;
    }

    @Override
    public void close() {
        session.close();
    }
}
