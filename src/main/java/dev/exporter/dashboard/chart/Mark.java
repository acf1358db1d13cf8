package dev.exporter.dashboard.chart;

import java.util.Locale;

/** How a partition or a job is drawn. Later ones win where several share a cell. */
public enum Mark {
    /** Of the range, but without rows, so that nothing is exported. */
    EMPTY('e', "no rows"),
    DONE('d', "completed"),
    ABANDONED('a', "abandoned"),
    PENDING('p', "waiting"),
    STOPPED('s', "stopped"),
    RUNNING('r', "running"),
    INTERRUPTED('i', "interrupted"),
    FAILED('f', "failed");

    private final char letter;
    private final String word;

    Mark(char letter, String word) {
        this.letter = letter;
        this.word = word;
    }

    /** Stands for the mark in the compact texts that the page's script reads. */
    public char letter() {
        return letter;
    }

    /** For people. */
    public String word() {
        return word;
    }

    /** The style class of its shapes. */
    public String style() {
        return "m-" + name().toLowerCase(Locale.ROOT);
    }

    /** The one of the two that matters more. */
    Mark or(Mark other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
