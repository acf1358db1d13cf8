package dev.exporter.demo.chance;

import dev.exporter.demo.DemoGateway;

/** What real gateways hold and careless programs stumble over. Each lies on certain rows, so that none is left out. */
public enum Oddity {
    EMPTY_TAG_NAME(500),
    EMPTY_TAG_VALUE(500),
    TAG_NOT_UTF_8(500),
    TAG_WITH_CONTROL_CHARACTERS(500),
    TAG_TWICE(500),
    /** Larger than a page of the database. */
    LARGE_TAG_VALUE(500),
    MANY_TAGS(4000),
    /** A tag that names another height than its row. */
    TAG_AT_OTHER_HEIGHT(500),
    /** A tag that belongs to no row. */
    TAG_WITHOUT_ROW(500),
    /** Only with {@link DemoGateway.Variation#MISSING_TAG_HASHES}. */
    TAG_HASH_NOT_HELD(500),
    WALLET_NOT_HELD(500),
    WALLET_WITHOUT_KEY(500),
    EMPTY_TARGET(500),
    EMPTY_ANCHOR(500),
    EMPTY_SIGNATURE(500),
    EMPTY_CONTENT_TYPE(500),
    /** Layer 1 only. */
    QUANTITY_OF_20_DIGITS(500),
    /** Layer 1 only. */
    NO_DATA_SIZE(500),
    /** Layer 1 only. */
    EMPTY_DATA_ROOT(500),
    /** Data items only: offsets beyond 32 bits. */
    FAR_OFFSET(500);

    /** So many transactions of layer 1, and so many data items, hold every oddity. */
    public static final int ROWS_FOR_ALL = 40;

    private final int period;

    Oddity(int period) {
        this.period = period;
    }

    /** Whether the row with this number, counted from 0 in its layer, has the oddity. Every second row has none. */
    public boolean at(int row) {
        return row % period == 2 * ordinal();
    }
}
