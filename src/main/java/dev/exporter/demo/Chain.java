package dev.exporter.demo;

import dev.exporter.demo.chance.Dice;
import dev.exporter.demo.chance.Dice.Kind;
import java.util.function.IntToDoubleFunction;

/**
 * The shape of the made chain: which heights have a block, how many rows lie at each, and the ids by which the two
 * databases refer to each other. Everything follows from the settings. Thread-safe.
 */
final class Chain {
    private static final long GENESIS_SECONDS = 1_528_491_597L;
    private static final int BLOCK_SECONDS = 120;

    private final DemoGateway.Settings settings;
    /** The number of transactions (data items) below each height; one more entry than there are heights. */
    private final int[] transactionsBefore;

    private final int[] itemsBefore;

    Chain(DemoGateway.Settings settings) {
        this.settings = settings;
        transactionsBefore = share(settings.layer1Transactions(), this::weight);
        itemsBefore = share(settings.dataItems(), index -> holdsItems(index) ? weight(index) : 0);
    }

    long seed() {
        return settings.seed();
    }

    /** The number of heights. */
    int heights() {
        return settings.blocks();
    }

    /** The height with this index, counted from 0. */
    long height(int index) {
        return settings.firstHeight() + index;
    }

    /** One height in about a hundred has no block, and so no rows. */
    boolean hasBlock(int index) {
        return index % 101 != 5;
    }

    /** The number of layer-1 transactions that the gateway holds of this height. */
    int transactions(int index) {
        return transactionsBefore[index + 1] - transactionsBefore[index];
    }

    /** The number of the height's first layer-1 transaction among all, counted from 0. */
    int firstTransaction(int index) {
        return transactionsBefore[index];
    }

    int items(int index) {
        return itemsBefore[index + 1] - itemsBefore[index];
    }

    int firstItem(int index) {
        return itemsBefore[index];
    }

    /**
     * The number of transactions of the block that the gateway does not hold. At least one where there are data items
     * but no transactions, since the items lie in one.
     */
    int missingTransactions(int index) {
        if (transactions(index) == 0 && items(index) > 0) {
            return 1;
        }
        return index % 23 == 7 ? 1 + index % 3 : 0;
    }

    long timestamp(int index) {
        long height = height(index);
        return GENESIS_SECONDS
                + height * BLOCK_SECONDS
                + Dice.of(seed(), Kind.WEIGHT, height, 1).below(BLOCK_SECONDS / 2);
    }

    /** The hash of the block with this index; -1 is the one before the first. */
    byte[] blockHash(int index) {
        return Dice.of(seed(), Kind.BLOCK_HASH, height(index)).bytes(48);
    }

    /** The id of a transaction of a block; those that the gateway does not hold come last. */
    byte[] transactionId(int index, int transaction) {
        return Dice.of(seed(), Kind.TRANSACTION_ID, height(index), transaction).bytes(32);
    }

    byte[] itemId(int index, int item) {
        return Dice.of(seed(), Kind.ITEM_ID, height(index), item).bytes(32);
    }

    /** How many rows lie at a height compared with others: some none, most few, some many. */
    private double weight(int index) {
        if (!hasBlock(index) || index % 19 == 3) {
            return 0;
        }
        double fraction = Dice.of(seed(), Kind.WEIGHT, height(index)).fraction();
        return 0.2 + fraction + (fraction > 0.98 ? 20 : 0);
    }

    /** Data items lie in transactions, but the gateway may lack those. */
    private boolean holdsItems(int index) {
        return transactions(index) > 0 || index % 29 == 11;
    }

    /** Divides {@code total} by weight, so that the parts add up exactly: the running sums, from 0 to {@code total}. */
    private int[] share(int total, IntToDoubleFunction weights) {
        double[] weightBefore = new double[heights() + 1];
        for (int i = 0; i < heights(); i++) {
            weightBefore[i + 1] = weightBefore[i] + weights.applyAsDouble(i);
        }
        int[] before = new int[heights() + 1];
        for (int i = 0; i < before.length; i++) {
            before[i] = (int) Math.round(total * (weightBefore[i] / weightBefore[heights()]));
        }
        return before;
    }
}
