package dev.exporter.verify.compare;

/** How the rows of a key differ between the source and the table. */
public enum Kind {
    /** The source has rows that the table lacks. */
    LOST("rows-lost", "rows of the source that the table lacks, since they were lost or came after the last export"),
    /** The table has rows that the source lacks, and does not delete in time. */
    SURPLUS("rows-surplus", "rows of the table that the source lacks"),
    /** The table has the source's rows more than once. */
    REPEATED("rows-repeated", "rows that the table has more than once"),
    /** Both have as many rows, with other values. */
    CHANGED("rows-changed", "rows with other values than in the source"),
    /** The table has rows that the source has deleted since, as it does in time. */
    PRUNED("rows-pruned", "rows that the source has pruned");

    private final String code;
    private final String phrase;

    Kind(String code, String phrase) {
        this.code = code;
        this.phrase = phrase;
    }

    /** The code of findings. */
    public String code() {
        return code;
    }

    /** What it is, before a number. */
    public String phrase() {
        return phrase;
    }

    static Kind of(KeyTally.Entry entry) {
        if (entry.sourceRows() == 0) {
            return entry.prunableRows() == entry.tableRows() ? PRUNED : SURPLUS;
        }
        if (entry.tableRows() < entry.sourceRows()) {
            return LOST;
        }
        if (entry.tableRows() == entry.sourceRows()) {
            return CHANGED;
        }
        return entry.isRepeated() ? REPEATED : SURPLUS;
    }
}
