package dev.exporter.demo;

import static dev.exporter.demo.Gateway.SMALL;
import static dev.exporter.demo.Gateway.number;
import static dev.exporter.demo.Gateway.rows;
import static dev.exporter.demo.Gateway.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.demo.DemoGateway.Settings;
import dev.exporter.demo.DemoGateway.Variation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoGatewayTests {
    @TempDir
    static Path directory;

    static Path core;
    static Path bundles;

    @BeforeAll
    static void makeAGateway() {
        DemoGateway.Paths paths = Gateway.create(directory.resolve("small"), SMALL);
        core = paths.coreDb();
        bundles = paths.bundlesDb();
    }

    @Test
    void theSameSettingsGiveTheSameContentAndAnotherSeedGivesOther() throws Exception {
        DemoGateway.Paths again = Gateway.create(directory.resolve("again"), SMALL);
        DemoGateway.Paths other =
                Gateway.create(directory.resolve("other"), new Settings(1_600_000, 300, 2_500, 8, Set.of()));

        for (String name : List.of("core.db", "bundles.db")) {
            String fingerprint = Gateway.fingerprint(directory.resolve("small").resolve(name));
            assertThat(Gateway.fingerprint(again.coreDb().resolveSibling(name))).isEqualTo(fingerprint);
            assertThat(Gateway.fingerprint(other.coreDb().resolveSibling(name))).isNotEqualTo(fingerprint);
        }
    }

    @Test
    void theDatabasesAreWholeInWalModeAndClosedCleanly() throws Exception {
        Path closed = directory.resolve("closed");
        Gateway.create(closed, SMALL);

        try (Stream<Path> files = Files.list(closed)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("core.db", "bundles.db");
        }
        for (Path database : List.of(core, bundles)) {
            assertThat(rows(database, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(rows(database, "PRAGMA foreign_key_check")).isEmpty();
            assertThat(value(database, "PRAGMA journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void thereAreExactlyAsManyRowsAsAskedForWithinTheHeightsAskedFor() throws Exception {
        assertThat(number(core, "SELECT count(*) FROM stable_transactions")).isEqualTo(500);
        assertThat(number(bundles, "SELECT count(*) FROM stable_data_items")).isEqualTo(2000);
        assertThat(value(core, "SELECT count(*), min(height), max(height) FROM stable_blocks"))
                .isEqualTo("297|1600000|1600299");
        assertThat(value(bundles, "SELECT min(height) >= 1600000, max(height) <= 1600299 FROM stable_data_items"))
                .isEqualTo("1|1");
    }

    @Test
    void rowsHaveAboutAsManyTagsAsOnTheNetwork() throws Exception {
        DemoGateway.Paths quick = Gateway.create(directory.resolve("quick"), Settings.defaults());

        double tags = number(quick.coreDb(), "SELECT count(*) FROM stable_transaction_tags")
                + number(quick.bundlesDb(), "SELECT count(*) FROM stable_data_item_tags");
        assertThat(tags / Settings.defaults().transactions()).isBetween(4.0, 4.6);
        assertThat(number(quick.bundlesDb(), "SELECT count(*) FROM tag_values")).isBetween(4_000L, 20_000L);
    }

    @Test
    void everyRowHasAsManyTagsAsItsTagCountNumberedFromZero() throws Exception {
        String wrong = """
                SELECT count(*) FROM %1$s r WHERE tag_count <>
                  (SELECT count(*) FROM %2$s t WHERE t.%3$s = r.id AND %4$s BETWEEN 0 AND r.tag_count - 1)
                """;

        assertThat(number(
                        core,
                        wrong.formatted(
                                "stable_transactions",
                                "stable_transaction_tags",
                                "transaction_id",
                                "transaction_tag_index")))
                .isZero();
        assertThat(number(
                        bundles,
                        wrong.formatted(
                                "stable_data_items", "stable_data_item_tags", "data_item_id", "data_item_tag_index")))
                .isZero();
    }

    @Test
    void everyTagHasItsNameAndItsValueUnderTheirSha1() throws Exception {
        assertThat(number(core, missingHashes("stable_transaction_tags"))).isZero();
        assertThat(number(bundles, missingHashes("stable_data_item_tags"))).isZero();

        for (String row : rows(bundles, "SELECT lower(hex(hash)), hex(value) FROM tag_values LIMIT 500")) {
            String[] parts = row.split("\\|", -1);
            byte[] sha1 =
                    MessageDigest.getInstance("SHA-1").digest(HexFormat.of().parseHex(parts[1]));
            assertThat(HexFormat.of().formatHex(sha1)).isEqualTo(parts[0]);
        }
    }

    @Test
    void someTagsHaveNoNameOrValueOnlyWhenThatIsAskedFor() throws Exception {
        DemoGateway.Paths faulty = Gateway.create(
                directory.resolve("faulty"),
                new Settings(1_600_000, 300, 2_500, 7, Set.of(Variation.MISSING_TAG_HASHES)));

        assertThat(number(faulty.coreDb(), missingHashes("stable_transaction_tags")))
                .isEqualTo(2);
        assertThat(number(faulty.bundlesDb(), missingHashes("stable_data_item_tags")))
                .isEqualTo(8);
    }

    @Test
    void idsAndHashesHaveTheLengthsOfTheNetworkAndAddressesBelongToTheirKeys() throws Exception {
        assertThat(value(core, "SELECT DISTINCT length(indep_hash), length(previous_block) FROM stable_blocks"))
                .isEqualTo("48|48");
        assertThat(value(core, "SELECT DISTINCT length(id), length(owner_address) FROM stable_transactions"))
                .isEqualTo("32|32");
        assertThat(rows(bundles, "SELECT DISTINCT length(public_modulus) FROM wallets ORDER BY 1"))
                .containsExactly("null", "32", "65", "512");
        for (String row :
                rows(bundles, "SELECT hex(address), hex(public_modulus) FROM wallets WHERE public_modulus NOT NULL")) {
            String[] parts = row.split("\\|");
            byte[] sha256 =
                    MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(parts[1]));
            assertThat(HexFormat.of().withUpperCase().formatHex(sha256)).isEqualTo(parts[0]);
        }
    }

    @Test
    void blocksFormAChainAndCountTheirTransactions() throws Exception {
        assertThat(number(core, """
                        SELECT count(*) FROM stable_blocks b JOIN stable_blocks p ON p.height = b.height - 1
                        WHERE b.previous_block <> p.indep_hash OR b.block_timestamp <= p.block_timestamp
                        """)).isZero();
        assertThat(number(core, """
                        SELECT count(*) FROM stable_blocks b WHERE tx_count - missing_tx_count <>
                          (SELECT count(*) FROM stable_transactions t WHERE t.height = b.height)
                        """)).isZero();
    }

    @Test
    void everyDataItemLiesInATransactionOfItsBlock() throws Exception {
        List<String> listed = rows(
                core,
                "SELECT b.height, hex(t.transaction_id) FROM stable_block_transactions t"
                        + " JOIN stable_blocks b ON b.indep_hash = t.block_indep_hash");

        assertThat(Set.copyOf(listed))
                .containsAll(rows(bundles, "SELECT DISTINCT height, hex(root_transaction_id) FROM stable_data_items"));
    }

    @Test
    void anOlderGatewayLacksTheNewerColumns() throws Exception {
        DemoGateway.Paths older = Gateway.create(
                directory.resolve("older"), new Settings(1_600_000, 300, 2_500, 7, Set.of(Variation.OLDER_SCHEMA)));

        assertThat(value(older.coreDb(), columns("stable_transactions"))).endsWith(",content_type,tag_count");
        assertThat(value(older.coreDb(), columns("stable_blocks")))
                .contains(",weave_size,hash_list_merkle,")
                .endsWith(",tx_count,missing_tx_count");
        assertThat(value(older.bundlesDb(), columns("stable_data_items"))).endsWith(",tag_count,indexed_at");
        assertThat(rows(older.bundlesDb(), "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(number(older.bundlesDb(), "SELECT count(*) FROM stable_data_items"))
                .isEqualTo(2000);
    }

    private static String columns(String table) {
        return "SELECT group_concat(name) FROM pragma_table_info('" + table + "')";
    }

    private static String missingHashes(String table) {
        return "SELECT count(*) FROM " + table + " WHERE tag_name_hash NOT IN (SELECT hash FROM tag_names)"
                + " OR tag_value_hash NOT IN (SELECT hash FROM tag_values)";
    }
}
