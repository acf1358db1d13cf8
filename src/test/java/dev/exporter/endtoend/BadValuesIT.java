package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that do not fit their column: SQLite keeps any value in any column. */
@Timeout(900)
class BadValuesIT {
    private static final long FIRST = 1_400_000;
    private static final long LAST = 1_400_099;

    @TempDir
    Path directory;

    /** @param wrong the value, as an SQL literal */
    private record Misfit(String database, String table, String column, String wrong, String shown) {}

    private static final List<Misfit> MISFITS = List.of(
            new Misfit("bundles", "stable_data_items", "data_size", "'many'", "many"),
            new Misfit("bundles", "stable_data_items", "height", "1400050.5", "1400050.5"),
            new Misfit("core", "stable_transactions", "quantity", "'123456789012345678901'", "123456789012345678901"),
            new Misfit("core", "stable_transactions", "quantity", "'12x'", "12x"));

    private static final Misfit TAG =
            new Misfit("bundles", "stable_data_item_tags", "data_item_tag_index", "'first'", "first");

    @Test
    void aValueThatDoesNotFitStopsTheRunAndNothingIsVisibleUntilItIsMended() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 100, 300, 5);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        Exporter exporter = new ExporterHere(directory);
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST, "--resume"));

        for (Misfit misfit : MISFITS) {
            Broken broken = Broken.by(gateway, misfit);

            ExporterJar.Ended ended = exporter.run(options).requireExit(1);

            assertThat(ended.err().toLowerCase(Locale.ROOT))
                    .as("message")
                    .contains(misfit.table(), broken.id(), misfit.column(), misfit.shown());
            assertThat(tables.exist()).as("tables after %s", misfit).isFalse();
            broken.mend(gateway);
        }
        exporter.run(options).requireExit(0);
        tables.requireRowsOf(gateway, FIRST, LAST);
        tables.requireNothingElse();

        Map<String, Object> before = Map.of(
                "tags", tables.snapshot("tags"),
                "transactions", tables.snapshot("transactions"),
                "blocks", tables.snapshot("blocks"));
        Broken.by(gateway, MISFITS.get(0));
        exporter.run(options).requireExit(1);
        before.forEach((name, snapshot) -> assertThat(tables.snapshot(name)).isEqualTo(snapshot));
    }

    /** A scan meets rows of every height. */
    @ParameterizedTest
    @ValueSource(strings = {"pages", "jdbc"})
    void valuesThatDoNotFitOutsideTheRangeDoNotStopAScan(String reader) throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 200, 600, 6);
        List<Misfit> misfits = new ArrayList<>(MISFITS);
        misfits.removeIf(misfit -> misfit.column().equals("height")); // it belongs to no range
        misfits.add(TAG);
        for (Misfit misfit : misfits) {
            gateway.change(
                    misfit.database(),
                    "UPDATE " + misfit.table() + " SET " + misfit.column() + " = " + misfit.wrong()
                            + " WHERE rowid = (SELECT max(rowid) FROM " + misfit.table() + " WHERE height > " + LAST
                            + ")");
        }
        Exporter exporter = new ExporterHere(directory);
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--readBy=scan", "--reader=" + reader));

        ExporterJar.Ended ended = exporter.run(options, "--endHeight=" + LAST).requireExit(0);

        assertThat(ended.err())
                .contains("table item_tags is read by index, as a scan of it meets a value that does not fit")
                .doesNotContain("table data_items is read by index", "table l1_transactions is read by index");
        new ExportedTables(directory.resolve("warehouse")).requireRowsOf(gateway, FIRST, LAST);
        assertThat(exporter.run(options, "--endHeight=latest")
                        .requireExit(1)
                        .err()
                        .toLowerCase(Locale.ROOT))
                .contains("table stable_");
    }

    /** A row with a value that does not fit, and the value that it had. */
    private record Broken(Misfit misfit, String row, String id) {
        static Broken by(SourceGateway gateway, Misfit misfit) throws Exception {
            String table = misfit.table();
            String row = gateway.text(
                    misfit.database(),
                    "SELECT max(rowid) FROM " + table + " WHERE height BETWEEN " + FIRST + " AND " + LAST);
            String id =
                    gateway.text(misfit.database(), "SELECT lower(hex(id)) FROM " + table + " WHERE rowid = " + row);
            gateway.change(
                    misfit.database(),
                    "CREATE TABLE kept AS SELECT " + misfit.column() + " AS kept FROM " + table + " WHERE rowid = "
                            + row,
                    "UPDATE " + table + " SET " + misfit.column() + " = " + misfit.wrong() + " WHERE rowid = " + row);
            return new Broken(misfit, row, id);
        }

        void mend(SourceGateway gateway) throws Exception {
            gateway.change(
                    misfit.database(),
                    "UPDATE " + misfit.table() + " SET " + misfit.column() + " = (SELECT kept FROM kept) WHERE rowid = "
                            + row,
                    "DROP TABLE kept");
        }
    }
}
