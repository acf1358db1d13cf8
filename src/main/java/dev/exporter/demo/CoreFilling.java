package dev.exporter.demo;

import dev.exporter.demo.chance.ContentTypes;
import dev.exporter.demo.chance.Dice;
import dev.exporter.demo.chance.Dice.Kind;
import dev.exporter.demo.chance.Oddity;
import dev.exporter.demo.rows.Insert;
import dev.exporter.demo.rows.Tag;
import dev.exporter.demo.rows.TagRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills core.db: blocks, layer-1 transactions and their tags. Used once. */
final class CoreFilling implements Filling {
    private static final List<String> COLUMNS = List.of(
            "id",
            "height",
            "block_transaction_index",
            "signature",
            "format",
            "last_tx",
            "owner_address",
            "target",
            "quantity",
            "reward",
            "data_size",
            "data_root",
            "content_type",
            "tag_count",
            "offset",
            "content_encoding",
            "indexed_at");
    private static final long FIRST_OFFSET = 90_764_323_102_966L;
    private static final byte[] EMPTY = {};

    private final Chain chain;
    private final Wallets wallets;
    private final TagMaker tagMaker;
    private final Meter meter;

    CoreFilling(Chain chain, Wallets wallets, TagMaker tagMaker, Meter meter) {
        this.chain = chain;
        this.wallets = wallets;
        this.tagMaker = tagMaker;
        this.meter = meter;
    }

    @Override
    public void fill(Connection connection) throws SQLException, InterruptedException {
        wallets.write(connection);
        try (Blocks blocks = new Blocks(connection, chain);
                Insert transactions = Insert.into(connection, "stable_transactions", COLUMNS);
                TagRows tags = TagRows.ofTransactions(connection)) {
            for (int index = 0; index < chain.heights(); index++) {
                if (chain.hasBlock(index)) {
                    blocks.add(index);
                }
                for (int i = 0; i < chain.transactions(index); i++) {
                    add(index, i, transactions, tags);
                }
                meter.add(chain.transactions(index));
            }
            blocks.flush();
            transactions.flush();
            tags.flush();
        }
    }

    private void add(int index, int position, Insert transactions, TagRows tags) throws SQLException {
        long height = chain.height(index);
        int number = chain.firstTransaction(index) + position;
        Dice dice = Dice.of(chain.seed(), Kind.TRANSACTION, height, position);
        byte[] id = chain.transactionId(index, position);
        int wallet = wallets.owner(dice, number);
        int format = dice.below(10) == 0 ? 1 : 2;
        boolean transfer = dice.below(8) == 0;
        String contentType = ContentTypes.draw(dice, number);
        List<Tag> rowTags = tagMaker.transaction(dice, number, contentType, chain.timestamp(index));
        transactions.add(
                id,
                height,
                position,
                wallets.heldSignature(dice, wallet, number),
                format,
                Oddity.EMPTY_ANCHOR.at(number) ? EMPTY : dice.bytes(48),
                wallets.address(wallet),
                target(dice, number, transfer),
                quantity(dice, number, transfer),
                Long.toString(30_000_000 + dice.below(300_000_000_000L)),
                Oddity.NO_DATA_SIZE.at(number) ? null : (long) (Math.pow(dice.fraction(), 6) * 8_000_000_000L),
                dataRoot(dice, number, format),
                contentType,
                rowTags.size(),
                format == 2 ? FIRST_OFFSET + number * 300_000L + dice.below(300_000) : null,
                dice.below(100) == 0 ? "gzip" : null,
                number % 7 == 0 ? null : chain.timestamp(index) + dice.below(600));
        tags.add(rowTags, height, position, id);
        if (Oddity.TAG_WITHOUT_ROW.at(number)) {
            tags.add(List.of(tagMaker.unique(dice)), height, position, dice.bytes(32));
        }
    }

    private byte @Nullable [] target(Dice dice, int number, boolean transfer) {
        if (Oddity.EMPTY_TARGET.at(number)) {
            return EMPTY;
        }
        return transfer ? wallets.address(wallets.draw(dice)) : null;
    }

    private static String quantity(Dice dice, int number, boolean transfer) {
        if (Oddity.QUANTITY_OF_20_DIGITS.at(number)) {
            return number < 500 ? "99999999999999999999" : "65999999999999999999";
        }
        return transfer ? Long.toString(dice.below(1_000_000_000_000_000L)) : "0";
    }

    /** Transactions of format 1 carry their data themselves and have no root. */
    private static byte @Nullable [] dataRoot(Dice dice, int number, int format) {
        if (Oddity.EMPTY_DATA_ROOT.at(number)) {
            return EMPTY;
        }
        return format == 1 ? null : dice.bytes(32);
    }
}
