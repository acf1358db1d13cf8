package dev.exporter.sqlite.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A page is not what the file format or the snapshot promises. What was read before it is right as far as it went;
 * nothing more can be read of the table here. SQLite itself may be able to tell what is wrong.
 */
public final class CorruptPageException extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final long page;

    /** Says {@code what} is wrong with a page of a file; page 0 stands for the file as a whole. */
    public CorruptPageException(Path file, long page, String what) {
        super(file + ", page " + page + ": " + what);
        this.file = file.toString();
        this.page = page;
    }

    /** The database's file. */
    public Path file() {
        return Path.of(file);
    }

    /** The page's number; the first is 1. */
    public long page() {
        return page;
    }
}
