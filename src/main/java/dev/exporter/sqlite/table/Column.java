package dev.exporter.sqlite.table;

/**
 * A column that a scan shall read.
 *
 * @param index its place in the table's records, from 0: its place in CREATE TABLE, virtual generated columns left out
 * @param source where its value comes from
 */
public record Column(int index, Source source) {
    /** Where the value of a column comes from. */
    public enum Source {
        /** The record; a row that was written before the column was added holds NULL. */
        RECORD,
        /** The record; a row that was written before the column was added holds the column's DEFAULT. */
        RECORD_OR_DEFAULT,
        /** The rowid, of which an INTEGER PRIMARY KEY is another name; the record holds NULL in its place. */
        ROWID
    }

    public Column {
        if (index < 0) {
            throw new IllegalArgumentException("a record has no column " + index);
        }
    }

    /** A column without DEFAULT. */
    public static Column of(int index) {
        return new Column(index, Source.RECORD);
    }

    /** A column that was declared, or may have been added, with a DEFAULT. */
    public static Column withDefault(int index) {
        return new Column(index, Source.RECORD_OR_DEFAULT);
    }

    /** The INTEGER PRIMARY KEY. */
    public static Column rowid(int index) {
        return new Column(index, Source.ROWID);
    }
}
