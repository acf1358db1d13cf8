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

/** Fills bundles.db: data items and their tags. Some arrive long after their height, as they do. Used once. */
final class BundlesFilling implements Filling {
    private static final List<String> COLUMNS = List.of(
            "id",
            "parent_id",
            "root_transaction_id",
            "height",
            "block_transaction_index",
            "signature",
            "anchor",
            "owner_address",
            "target",
            "data_offset",
            "data_size",
            "content_type",
            "tag_count",
            "indexed_at",
            "signature_type",
            "offset",
            "size",
            "owner_offset",
            "owner_size",
            "signature_offset",
            "signature_size",
            "content_encoding",
            "root_parent_offset");
    /** By how many heights late items are behind those that are written with them. */
    private static final int LATE_HEIGHTS = 200;

    private static final int LATE_SECONDS = 24_000;
    private static final long FAR = 5_000_000_000L;
    private static final byte[] EMPTY = {};

    private final Chain chain;
    private final Wallets wallets;
    private final TagMaker tagMaker;
    private final Meter meter;

    BundlesFilling(Chain chain, Wallets wallets, TagMaker tagMaker, Meter meter) {
        this.chain = chain;
        this.wallets = wallets;
        this.tagMaker = tagMaker;
        this.meter = meter;
    }

    @Override
    public void fill(Connection connection) throws SQLException, InterruptedException {
        wallets.write(connection);
        try (Insert items = Insert.into(connection, "stable_data_items", COLUMNS);
                TagRows tags = TagRows.ofItems(connection)) {
            for (int index = 0; index < chain.heights() + LATE_HEIGHTS; index++) {
                if (index < chain.heights()) {
                    add(index, false, items, tags);
                }
                if (index >= LATE_HEIGHTS) {
                    add(index - LATE_HEIGHTS, true, items, tags);
                }
            }
            items.flush();
            tags.flush();
        }
    }

    private void add(int index, boolean late, Insert items, TagRows tags) throws SQLException, InterruptedException {
        int added = 0;
        for (int i = 0; i < chain.items(index); i++) {
            if (isLate(i) == late) {
                add(index, i, items, tags);
                added++;
            }
        }
        meter.add(added);
    }

    private void add(int index, int position, Insert items, TagRows tags) throws SQLException {
        long height = chain.height(index);
        int number = chain.firstItem(index) + position;
        Dice dice = Dice.of(chain.seed(), Kind.ITEM, height, position);
        byte[] id = chain.itemId(index, position);
        int transaction = dice.skewed(Math.max(1, chain.transactions(index)));
        byte[] root = chain.transactionId(index, transaction);
        byte[] parent = position > 0 && dice.below(10) == 0 ? chain.itemId(index, position - 1) : root;
        int wallet = wallets.owner(dice, number);
        String contentType = ContentTypes.draw(dice, number);
        List<Tag> rowTags = tagMaker.item(dice, number, contentType, chain.timestamp(index));

        long far = Oddity.FAR_OFFSET.at(number) ? FAR : 0;
        long offset = far + 160 + position * 4_000_000L + dice.below(1000);
        long ownerOffset = offset + 2 + wallets.signatureBytes(wallet);
        long dataOffset = ownerOffset + wallets.keyBytes(wallet) + 18 + rowTags.size() * 40L;
        long dataSize = far + (long) (Math.pow(dice.fraction(), 6) * 40_000_000);
        items.add(
                id,
                parent,
                root,
                height,
                transaction,
                wallets.heldSignature(dice, wallet, number),
                Oddity.EMPTY_ANCHOR.at(number) ? EMPTY : dice.bytes(32),
                wallets.address(wallet),
                target(dice, number),
                dataOffset,
                dataSize,
                contentType,
                rowTags.size(),
                chain.timestamp(index) + dice.below(3600) + (isLate(position) ? LATE_SECONDS : 0),
                wallets.signatureType(wallet),
                offset,
                dataOffset - offset + dataSize,
                ownerOffset,
                wallets.keyBytes(wallet),
                offset + 2,
                wallets.signatureBytes(wallet),
                dice.below(100) == 0 ? "gzip" : null,
                far + dice.below(1_000_000));
        tags.add(rowTags, height, transaction, id, parent, root);
        if (Oddity.TAG_WITHOUT_ROW.at(number)) {
            tags.add(List.of(tagMaker.unique(dice)), height, transaction, dice.bytes(32), parent, root);
        }
    }

    private byte @Nullable [] target(Dice dice, int number) {
        if (Oddity.EMPTY_TARGET.at(number)) {
            return EMPTY;
        }
        return dice.below(4) == 0 ? wallets.address(wallets.draw(dice)) : null;
    }

    private static boolean isLate(int position) {
        return position % 16 == 7;
    }
}
