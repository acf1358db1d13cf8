package dev.exporter.run.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.Await;
import dev.exporter.demo.DemoGateway;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.source.SourceDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ScanOrderTests {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM stable_data_item_tags WHERE rowid < 50 | true",
                "DELETE FROM stable_data_item_tags WHERE rowid > 50 | true",
                "UPDATE stable_data_item_tags SET height = height + 1 | true",
                "DELETE FROM stable_data_item_tags WHERE rowid < 50; VACUUM | false",
                "UPDATE stable_data_item_tags SET rowid = rowid + 100000; UPDATE stable_data_item_tags SET rowid = rowid"
                        + " - 99000 | false",
                "CREATE TABLE another (a) | false"
            })
    void rowsThatKeepTheirNumbersKeepTheOrder(String change, boolean isKept) throws Exception {
        DemoGateway.Paths paths =
                DemoGateway.create(directory, new DemoGateway.Settings(1, 20, 400, 1, Set.of()), (made, of) -> {});
        Dataset dataset = DatasetReader.read("ario");
        Map<String, String> options =
                dataset.options().stream().collect(Collectors.toMap(Dataset.Option::name, Dataset.Option::value));
        SourceTable tags = dataset.source("item_tags");
        try (SourceDatabases sources = SourceDatabases.open(
                        dataset,
                        options,
                        Map.of("core", paths.coreDb(), "bundles", paths.bundlesDb()),
                        Duration.ofSeconds(10),
                        Reader.AUTO);
                RenewedSnapshots pins = new RenewedSnapshots(sources, Duration.ofMillis(10), first -> {})) {
            ScanOrder order = new ScanOrder(pins);
            try (RenewedSnapshots.Loan loan = pins.borrow()) {
                loan.snapshot().slices(tags, 4).forEach(slice -> order.scanned(tags, slice, loan.snapshot()));
            }
            Await.until(() -> !pins.longestHeld().isZero());
            try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + paths.bundlesDb());
                    Statement statement = writer.createStatement()) {
                for (String sql : change.split(";", -1)) {
                    statement.executeUpdate(sql);
                }
            }
            pins.borrow().close();

            assertThat(order.isKept()).isEqualTo(isKept);
        }
    }
}
