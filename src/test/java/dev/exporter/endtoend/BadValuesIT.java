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

    @Test
    void aValueThatDoesNotFitStopsTheRunAndNothingIsVisibleUntilItIsMended() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 100, 300, 5);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        ExporterJar jar = new ExporterJar(directory);
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST, "--resume"));

        for (Misfit misfit : MISFITS) {
            Broken broken = Broken.by(gateway, misfit);

            ExporterJar.Ended ended = jar.run(options).requireExit(1);

            assertThat(ended.err().toLowerCase(Locale.ROOT))
                    .as("message")
                    .contains(misfit.table(), broken.id(), misfit.column(), misfit.shown());
            assertThat(tables.exist()).as("tables after %s", misfit).isFalse();
            broken.mend(gateway);
        }
        jar.run(options).requireExit(0);
        tables.requireRowsOf(gateway, FIRST, LAST);
        tables.requireNothingElse();

        Map<String, Object> before = Map.of(
                "tags", tables.snapshot("tags"),
                "transactions", tables.snapshot("transactions"),
                "blocks", tables.snapshot("blocks"));
        Broken.by(gateway, MISFITS.get(0));
        jar.run(options).requireExit(1);
        before.forEach((name, snapshot) -> assertThat(tables.snapshot(name)).isEqualTo(snapshot));
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
