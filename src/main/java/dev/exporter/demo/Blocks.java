package dev.exporter.demo;

import dev.exporter.demo.chance.Dice;
import dev.exporter.demo.chance.Dice.Kind;
import dev.exporter.demo.rows.Insert;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the blocks, each with the list of its transactions. Not thread-safe. */
final class Blocks implements AutoCloseable {
    private static final List<String> COLUMNS = List.of(
            "height",
            "indep_hash",
            "previous_block",
            "nonce",
            "hash",
            "block_timestamp",
            "diff",
            "cumulative_diff",
            "last_retarget",
            "reward_addr",
            "reward_pool",
            "block_size",
            "weave_size",
            "usd_to_ar_rate_dividend",
            "usd_to_ar_rate_divisor",
            "scheduled_usd_to_ar_rate_dividend",
            "scheduled_usd_to_ar_rate_divisor",
            "hash_list_merkle",
            "wallet_list",
            "tx_root",
            "tx_count",
            "missing_tx_count");

    private final Chain chain;
    private final Insert blocks;
    private final Insert transactions;

    Blocks(Connection connection, Chain chain) throws SQLException {
        this.chain = chain;
        blocks = Insert.into(connection, "stable_blocks", COLUMNS);
        transactions = Insert.into(
                connection,
                "stable_block_transactions",
                List.of("block_indep_hash", "transaction_id", "block_transaction_index"));
    }

    void add(int index) throws SQLException {
        Dice dice = Dice.of(chain.seed(), Kind.BLOCK, chain.height(index));
        long timestamp = chain.timestamp(index);
        int missing = chain.missingTransactions(index);
        int count = chain.transactions(index) + missing;
        byte[] hash = chain.blockHash(index);
        blocks.add(
                chain.height(index),
                hash,
                chain.blockHash(index - 1),
                dice.bytes(32),
                dice.bytes(32),
                timestamp,
                "115792089201224919696294500547802599948296907569" + (100_000_000 + dice.below(900_000_000)),
                Long.toString(3_800_069_149_414_534L + chain.height(index) * 1_000_003),
                timestamp - timestamp % 1200,
                rewardAddress(dice, index),
                Long.toString(38_906_967_173_395_672L + dice.below(1_000_000_000_000L)),
                count == 0 ? 0 : (long) (Math.pow(dice.fraction(), 4) * 2_000_000_000L),
                90_764_323_102_966L + chain.height(index) * 40_000_000,
                index % 10 == 0 ? null : 328,
                index % 10 == 0 ? null : 10_000,
                index % 10 == 0 ? null : 331,
                index % 10 == 0 ? null : 10_000,
                dice.bytes(48),
                dice.bytes(48),
                count == 0 ? new byte[0] : dice.bytes(32),
                count,
                missing);
        for (int i = 0; i < count; i++) {
            transactions.add(hash, chain.transactionId(index, i), i);
        }
    }

    void flush() throws SQLException {
        blocks.flush();
        transactions.flush();
    }

    @Override
    public void close() throws SQLException {
        try (transactions) {
            blocks.close();
        }
    }

    /** Unclaimed rewards have no address: empty in some blocks, NULL in others. */
    private static byte @Nullable [] rewardAddress(Dice dice, int index) {
        return switch (index % 50) {
            case 0 -> new byte[0];
            case 1 -> null;
            default -> dice.bytes(32);
        };
    }
}
