package dev.exporter.verify.compare;

/** How the rows of a key differ between the source and the table. */
public enum Kind {
    /** The source has rows that the table lacks. */
    LOST("rows-lost", "rows of the source are not in the table: they were lost, or came after the last export"),
    /** The table has rows that the source lacks, and does not delete in time. */
    SURPLUS("rows-surplus", "rows of the table are not in the source"),
    /** The table has the source's rows more than once. */
    REPEATED("rows-repeated", "rows are in the table more than once"),
    /** Both have as many rows, with other values. */
    CHANGED("rows-changed", "rows have other values than in the source"),
    /** The table has rows that the source has deleted since, as it does in time. */
    PRUNED("rows-pruned", "rows are absent from the source, which has pruned them");

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

    /** What it is, after a number. */
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
