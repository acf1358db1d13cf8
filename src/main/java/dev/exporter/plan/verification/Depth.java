package dev.exporter.plan.verification;

import java.util.Locale;

/** How much of the tables and of the source is read. */
public enum Depth {
    /** Counts only: of the manifests, of the files' footers, of the source's indexes. */
    COUNTS,
    /** All of the tables, nothing of the source. */
    OFFLINE,
    /** All of the tables and all of the source. */
    FULL;

    public boolean readsSource() {
        return this != OFFLINE;
    }

    public boolean readsRows() {
        return this != COUNTS;
    }

    /** As results name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
