package dev.exporter.natives;

/** A native library cannot be unpacked or trusted; nothing was loaded. */
public final class NativeLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String remedy;

    NativeLibraryException(String message, String where, String remedy) {
        super(message);
        this.where = where;
        this.remedy = remedy;
    }

    NativeLibraryException(String message, String where, String remedy, Throwable cause) {
        super(message, cause);
        this.where = where;
        this.remedy = remedy;
    }

    /** The file or directory that it is about; may be empty. */
    public String where() {
        return where;
    }

    /** What the user can do. */
    public String remedy() {
        return remedy;
    }
}
