package dev.exporter.source.value;

/** A value cannot be exported exactly; the message says what it is and what it should be. Has no stack trace. */
public final class MisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String column;

    public MisfitException(String column, String message) {
        super(message, null, false, false);
        this.column = column;
    }

    public String column() {
        return column;
    }
}
