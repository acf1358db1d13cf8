package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceChecksTests {
    @TempDir
    private Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void makeGateway() {
        gateway = GatewayFixture.empty(directory);
    }

    @Test
    void aGatewayOfTodayPassesWithoutNotes() {
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING)) {
            assertThat(source.check().notes()).isEmpty();
        }
    }

    @Test
    void aMissingTableIsRefusedByName() {
        gateway.change("bundles", "DROP TABLE stable_data_item_tags");
        refused(
                GatewayFixture.ITEMS_ONLY,
                "table-missing",
                "the bundles database has no table stable_data_item_tags",
                "--bundlesDb " + gateway.file("bundles") + ", table stable_data_item_tags");
    }

    @Test
    void aMissingColumnIsRefusedByName() {
        gateway.change("core", "ALTER TABLE stable_blocks RENAME COLUMN nonce TO something");
        refused(
                GatewayFixture.ITEMS_ONLY,
                "column-missing",
                "the core database has no column nonce in its table stable_blocks",
                "--coreDb " + gateway.file("core") + ", table stable_blocks");
    }

    @Test
    void swappedDatabasesAreRefused() {
        Map<String, Path> swapped = Map.of("core", gateway.file("bundles"), "bundles", gateway.file("core"));
        ExporterException refusal = catchThrowableOfType(
                ExporterException.class,
                () -> SourceDatabases.open(
                        GatewayFixture.DATASET, Map.of(), swapped, Duration.ofSeconds(1), Reader.AUTO));
        assertThat(refusal.problem().text())
                .contains("the core database has no table stable_blocks", "--coreDb " + gateway.file("bundles"));
    }

    @Test
    void whatIsSwitchedOffMayBeMissing() {
        gateway.change(
                "core",
                "DROP TABLE stable_transactions; DROP TABLE stable_transaction_tags; DROP TABLE tag_names;"
                        + " DROP TABLE tag_values; DROP TABLE wallets");
        gateway.change("bundles", "ALTER TABLE stable_data_items DROP COLUMN signature");
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY)) {
            assertThat(source.check().notes()).isEmpty();
        }
        refused(Map.of("includeL1Tags", "true"), "table-missing", "stable_transactions", "stable_transactions");
        refused(Map.of("signature", "true"), "column-missing", "no column signature", "stable_data_items");
    }

    @Test
    void columnsThatOldVersionsLackAreNotedAndReadAsNull() throws SQLException {
        gateway.change(
                "bundles",
                "ALTER TABLE stable_data_items DROP COLUMN offset;"
                        + " ALTER TABLE stable_data_items DROP COLUMN root_parent_offset");
        try (Connection bundles = gateway.writer("bundles")) {
            GatewayFixture.item(bundles, 1, 5, 0);
        }
        var items = GatewayFixture.DATASET.source("data_items");
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(source.check().notes())
                    .containsExactly("table stable_data_items of the bundles database lacks offset,"
                            + " root_parent_offset, as in older versions: they are read as NULL");
            assertThat(Rows.of(a -> snapshot.read(items, TinySource.ALL, a)))
                    .singleElement()
                    .asString()
                    .isEqualTo("[x0001, x, x, 5, 0, NULL, x, xbb, NULL, 0, 0, NULL, 0, 0,"
                            + " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NULL, NULL",
        "7.5, the real 7.5",
        "-0.5, the real -0.5",
        "'''high''', the text 'high'",
        "x'05', the BLOB 05",
        "'''''', the text ''"
    })
    void aRangeKeyThatNoRangeFindsIsRefused(String height, String shown) {
        withoutConstraints("bundles", "stable_data_items");
        gateway.change(
                "bundles",
                "INSERT INTO stable_data_items (id, height) VALUES (x'01', 0), (x'02', 7), (x'0a0b', " + height + ")");
        refused(
                GatewayFixture.ITEMS_ONLY,
                "range-key-not-integer",
                "column height of table stable_data_items holds " + shown + " in the row with id 0a0b",
                "--bundlesDb " + gateway.file("bundles") + ", table stable_data_items, column height");
    }

    @Test
    void aRowWithoutAnIdIsRefused() {
        gateway.change(
                "core",
                "INSERT INTO stable_transactions (id, height, block_transaction_index, format, last_tx, owner_address,"
                        + " quantity, reward, tag_count) VALUES (NULL, 12, 0, 2, x'', x'', '0', '0', 0)");
        refused(
                Map.of("includeL1Tags", "true"),
                "key-missing",
                "column id of table stable_transactions holds NULL",
                "table stable_transactions, column id");
        gateway.open(GatewayFixture.ITEMS_ONLY).check();
    }

    @Test
    void aTableWithoutAnIndexForItsRangeIsNoted() {
        gateway.change("bundles", "DROP INDEX stable_data_items_height_block_transaction_index_id_idx");
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY)) {
            assertThat(source.check().notes())
                    .first()
                    .asString()
                    .startsWith("table stable_data_items of the bundles database has no index");
        }
    }

    @Test
    void theExtentIsThatOfBlocksAndLatestIsWhatEveryDatabaseHasReached() throws SQLException {
        gateway.block(3);
        gateway.block(20);
        gateway.transaction(1, 21);
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY)) {
            // Without data items there is no bundle to wait for.
            assertThat(source.extent())
                    .isEqualTo(new Extent(OptionalLong.of(3), OptionalLong.of(20), OptionalLong.of(20)));
            try (Connection bundles = gateway.writer("bundles")) {
                GatewayFixture.item(bundles, 1, 12, 0);
                GatewayFixture.item(bundles, 2, 17, 0);
            }
            assertThat(source.extent().latest()).hasValue(17);
        }
    }

    @Test
    void anEmptySourceHasNoExtent() {
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING)) {
            assertThat(source.extent())
                    .isEqualTo(new Extent(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
        }
    }

    private void withoutConstraints(String database, String table) {
        gateway.change(
                database,
                "CREATE TABLE copy AS SELECT * FROM " + table + "; DROP TABLE " + table
                        + "; ALTER TABLE copy RENAME TO " + table + "; CREATE INDEX by_height ON " + table
                        + " (height)");
    }

    private void refused(Map<String, String> options, String code, String message, String where) {
        ExporterException refusal = catchThrowableOfType(ExporterException.class, () -> {
            try (SourceDatabases source = gateway.open(options)) {
                source.check();
            }
        });
        assertThat(refusal).isNotNull();
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refusal.problem().code()).isEqualTo(code);
        assertThat(refusal.problem().message()).contains(message);
        assertThat(refusal.problem().where()).contains(where);
    }

    @Test
    void everyColumnThatOlderGatewaysLackMayBeAbsent() {
        Set<String> newer = Set.of(
                "content_encoding",
                "indexed_at",
                "root_parent_offset",
                "offset",
                "size",
                "owner_offset",
                "owner_size",
                "signature_offset",
                "signature_size",
                "signature_type");
        for (SourceTable table : GatewayFixture.DATASET.sources()) {
            if (table.name().equals("l1_transactions") || table.name().equals("data_items")) {
                assertThat(table.columns())
                        .filteredOn(column -> newer.contains(column.name()))
                        .isNotEmpty()
                        .allMatch(SourceTable.Column::optional);
            }
        }
    }
}
