package dev.exporter.sqlite.table;

/** How a row stores a value (sqlite.org/datatype3.html, section 2). */
public enum ValueKind {
    NULL,
    INTEGER,
    /** Also in a REAL column, a value may be stored as INTEGER when it is whole. */
    REAL,
    /** In UTF-8, not checked. */
    TEXT,
    BLOB,
    /** The row was written before the column was added: its value is the DEFAULT of {@link Column#withDefault}. */
    DEFAULT
}
