package dev.exporter.demo;

import static dev.exporter.demo.Gateway.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every awkward value that real gateways hold is in the smallest gateway that can be made. */
class OddityTests {
    @TempDir
    static Path directory;

    static DemoGateway.Paths gateway;

    @BeforeAll
    static void makeTheSmallestGateway() {
        gateway = Gateway.create(directory, new DemoGateway.Settings(1_600_000, 10, 200, 3, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM tag_names WHERE length(name) = 0",
                "SELECT count(*) FROM tag_values WHERE length(value) = 0",
                "SELECT count(*) FROM tag_names WHERE hex(name) = 'FF00FEC328'",
                "SELECT count(*) FROM tag_values WHERE instr(value, x'00') > 0 AND instr(value, x'0a') = 0",
                "SELECT count(*) FROM tag_names WHERE instr(name, x'0a') > 0",
                "SELECT count(*) FROM tag_values WHERE length(value) > 4096",
                "SELECT count(*) FROM wallets WHERE public_modulus IS NULL",
                "SELECT count(*) FROM wallets WHERE length(public_modulus) = 512",
                "SELECT count(*) FROM wallets WHERE length(public_modulus) = 65",
                "SELECT count(*) FROM wallets WHERE length(public_modulus) = 32",
            })
    void bothDatabasesHold(String sql) throws Exception {
        assertThat(number(gateway.coreDb(), sql)).isPositive();
        assertThat(number(gateway.bundlesDb(), sql)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (max(height) - min(height) + 1) - count(*) FROM stable_blocks",
                "SELECT count(*) FROM stable_blocks WHERE tx_count = 0",
                "SELECT count(*) FROM stable_blocks WHERE missing_tx_count > 0",
                "SELECT count(*) FROM stable_blocks WHERE reward_addr IS NULL",
                "SELECT count(*) FROM stable_blocks WHERE length(reward_addr) = 0",
                "SELECT count(*) FROM stable_transactions WHERE tag_count = 0",
                "SELECT count(*) FROM stable_transactions WHERE tag_count >= 300",
                "SELECT count(*) FROM stable_transactions WHERE length(quantity) = 20",
                "SELECT count(*) FROM stable_transactions WHERE target IS NULL",
                "SELECT count(*) FROM stable_transactions WHERE length(target) = 0",
                "SELECT count(*) FROM stable_transactions WHERE length(target) = 32",
                "SELECT count(*) FROM stable_transactions WHERE signature IS NULL",
                "SELECT count(*) FROM stable_transactions WHERE length(signature) = 0",
                "SELECT count(*) FROM stable_transactions WHERE length(last_tx) = 0",
                "SELECT count(*) FROM stable_transactions WHERE length(data_root) = 0",
                "SELECT count(*) FROM stable_transactions WHERE data_size IS NULL",
                "SELECT count(*) FROM stable_transactions WHERE content_type IS NULL",
                "SELECT count(*) FROM stable_transactions WHERE content_type = ''",
                "SELECT count(*) FROM stable_transactions WHERE indexed_at IS NULL",
                "SELECT count(*) FROM stable_transactions WHERE owner_address NOT IN (SELECT address FROM wallets)",
                "SELECT count(*) FROM stable_transaction_tags t JOIN stable_transactions r ON r.id = t.transaction_id"
                        + " WHERE r.height <> t.height",
                "SELECT count(*) FROM stable_transaction_tags"
                        + " WHERE transaction_id NOT IN (SELECT id FROM stable_transactions)",
            })
    void theCoreDatabaseHolds(String sql) throws Exception {
        assertThat(number(gateway.coreDb(), sql)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM stable_data_items WHERE tag_count = 0",
                "SELECT count(*) FROM stable_data_items WHERE tag_count >= 300",
                "SELECT count(*) FROM stable_data_items WHERE offset > 4294967296",
                "SELECT count(*) FROM stable_data_items WHERE root_parent_offset > 4294967296",
                "SELECT count(*) FROM stable_data_items WHERE size > 4294967296",
                "SELECT count(*) FROM stable_data_items WHERE target IS NULL",
                "SELECT count(*) FROM stable_data_items WHERE length(target) = 0",
                "SELECT count(*) FROM stable_data_items WHERE length(target) = 32",
                "SELECT count(*) FROM stable_data_items WHERE length(anchor) = 0",
                "SELECT count(*) FROM stable_data_items WHERE content_type = ''",
                "SELECT count(*) FROM stable_data_items WHERE parent_id <> root_transaction_id",
                "SELECT count(*) FROM stable_data_items WHERE owner_address NOT IN (SELECT address FROM wallets)",
                "SELECT count(*) FROM stable_data_items a JOIN stable_data_items b ON b.rowid = a.rowid + 1"
                        + " WHERE b.height < a.height",
                "SELECT count(*) FROM stable_data_item_tags t JOIN stable_data_items r ON r.id = t.data_item_id"
                        + " WHERE r.height <> t.height",
                "SELECT count(*) FROM stable_data_item_tags"
                        + " WHERE data_item_id NOT IN (SELECT id FROM stable_data_items)",
                "SELECT count(*) FROM (SELECT 1 FROM stable_data_item_tags"
                        + " GROUP BY data_item_id, tag_name_hash, tag_value_hash HAVING count(*) > 1)",
            })
    void theBundlesDatabaseHolds(String sql) throws Exception {
        assertThat(number(gateway.bundlesDb(), sql)).isPositive();
    }
}
