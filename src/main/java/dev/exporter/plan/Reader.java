package dev.exporter.plan;

import java.util.Locale;

/** How whole tables of a source database are read. Single rows and narrow ranges are SQLite's to find, always. */
public enum Reader {
    /** By pages where that can be done, else by JDBC. */
    AUTO,
    /** By decoding the pages of SQLite's files, which is several times as fast; refused where that cannot be done. */
    PAGES,
    /** Row by row through SQLite. */
    JDBC;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
