package dev.exporter.sqlite;

import dev.exporter.demo.DemoGateway;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Measures rows a second of processor time of {@link TableScan} and of sqlite-jdbc over the same tables of a made gateway, one thread,
 * warm. Both touch each value and copy the bytes of TEXT and BLOB. Arguments: a directory for the gateway, which is made
 * if it is not there, and how many transactions it has.
 */
final class ScanBenchmark {
    private static final int ROUNDS = 7;

    private ScanBenchmark() {}

    /** A table and the columns to read, each given as position and name. */
    private record Job(Path database, String table, List<Integer> columns, List<String> names) {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int transactions = Integer.parseInt(arguments[1]);
        if (!Files.exists(directory.resolve("bundles.db"))) {
            DemoGateway.create(
                    directory,
                    new DemoGateway.Settings(1_000_000, Math.max(10, transactions / 200), transactions, 1, Set.of()),
                    (made, of) -> {});
        }
        Path bundles = directory.resolve("bundles.db");
        measure(job(bundles, "stable_data_items", 20));
        measure(job(bundles, "stable_data_item_tags", 6));
        measure(job(bundles, "tag_values", 2));
    }

    private static Job job(Path database, String table, int count) throws SQLException {
        List<String> names = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        try (JdbcPin pin = new JdbcPin(database);
                Statement statement = pin.reader().createStatement();
                ResultSet row = statement.executeQuery("SELECT cid, name FROM pragma_table_info('" + table + "')")) {
            while (row.next() && names.size() < count) {
                columns.add(row.getInt(1));
                names.add(row.getString(2));
            }
        }
        return new Job(database, table, columns, names);
    }

    private static void measure(Job job) throws Exception {
        try (DatabaseFile file = DatabaseFile.open(job.database());
                JdbcPin pin = new JdbcPin(job.database())) {
            Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
            List<Double> pages = new ArrayList<>();
            List<Double> jdbc = new ArrayList<>();
            byte[] sink = new byte[1 << 20];
            for (int round = 0; round < ROUNDS; round++) {
                pages.add(rate(sink, target -> byPages(snapshot, pin, job, target)));
                if (round < 4) {
                    jdbc.add(rate(sink, target -> byJdbc(pin, job, target)));
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %2d columns  pages %,12.0f rows/s (best %,.0f)  jdbc %,12.0f rows/s  x%.1f%n",
                    job.table(),
                    job.columns().size(),
                    median(pages),
                    Collections.max(pages),
                    median(jdbc),
                    median(pages) / median(jdbc));
        }
    }

    private static double rate(byte[] sink, ToLongFunction<byte[]> reading) {
        // of the processor, not of the clock: other work on the machine counts less
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long rows = reading.applyAsLong(sink);
        return rows * 1e9 / (threads.getCurrentThreadCpuTime() - start);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().collect(Collectors.toList()).get(values.size() / 2);
    }

    private static long byPages(Snapshot snapshot, JdbcPin pin, Job job, byte[] sink) {
        List<Column> columns = job.columns().stream().map(Column::of).toList();
        long rows = 0;
        long sum = 0;
        try (TableScan scan = TableScan.open(snapshot, pin.rootPage(job.table()), RowidRange.ALL, columns)) {
            while (scan.next()) {
                rows++;
                for (int column = 0; column < columns.size(); column++) {
                    switch (scan.kind(column)) {
                        case INTEGER -> sum += scan.integer(column);
                        case TEXT, BLOB ->
                            System.arraycopy(
                                    scan.data(), scan.start(column), sink, (int) sum & 0xffff, scan.length(column));
                        default -> sum++;
                    }
                }
            }
            return rows;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long byJdbc(JdbcPin pin, Job job, byte[] sink) {
        String names = String.join(", ", job.names());
        long rows = 0;
        try (Statement statement = pin.reader().createStatement();
                ResultSet row = statement.executeQuery("SELECT " + names + " FROM " + job.table() + " NOT INDEXED")) {
            List<Boolean> integers = new ArrayList<>();
            for (int column = 1; column <= job.names().size(); column++) {
                integers.add(row.getMetaData().getColumnTypeName(column).equals("INTEGER"));
            }
            while (row.next()) {
                rows++;
                for (int column = 1; column <= integers.size(); column++) {
                    if (integers.get(column - 1)) {
                        sink[0] += (byte) row.getLong(column);
                    } else {
                        byte[] bytes = row.getBytes(column);
                        if (bytes != null) {
                            System.arraycopy(bytes, 0, sink, 0, bytes.length);
                        }
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
